/** What could not be told is kept, and Lambda shall try again. */
import { describeOutcome, type SlackOutcome } from '@garbageday/slack/outcome.ts';

/** Slack did not take everything. Nothing is lost: it waits in the outbox, in order. */
export class NotToldError extends Error {
  readonly code = 'not-told';

  constructor(outcome: SlackOutcome) {
    super(describeOutcome(outcome));
    this.name = 'NotToldError';
  }
}

/** Without Slack there is nobody to tell: that is a choice, and no failure. */
export function assertTold(outcome: SlackOutcome): SlackOutcome {
  if (outcome.kind === 'kept') throw new NotToldError(outcome);
  return outcome;
}
