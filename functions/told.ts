/** What could not be posted is kept, and Lambda should try again. */
import { describeOutcome, type SlackOutcome } from '@garbageday/slack/outcome.ts';

/** Slack did not accept everything. Nothing is lost: it waits in the outbox, in order. */
export class NotToldError extends Error {
  readonly code = 'not-told';

  constructor(outcome: SlackOutcome) {
    super(describeOutcome(outcome));
    this.name = 'NotToldError';
  }
}

/** Without Slack there is nowhere to post: that is a choice, not a failure. */
export function assertTold(outcome: SlackOutcome): SlackOutcome {
  if (outcome.kind === 'kept') throw new NotToldError(outcome);
  return outcome;
}
