/**
 * What could not be delivered, or failed too often, is kept for two weeks, and an alarm rings whenever more arrives.
 */
import type { Naming } from './naming.ts';

export type DeadLetters = {
  /** Events of the draw, the reporter, the marks, OTLP and the alert, and what a rule or a schedule could not deliver to them. */
  readonly events: sst.aws.Queue;
  /** Experiments only: a letter here may mean that a server was killed and no one watched. */
  readonly experiments: sst.aws.Queue;
};

/** The probe and the users have none: a missed minute cannot be made up for, and the dead man's alarm rings. */
export function deployDeadLetters({ logical }: Naming): DeadLetters {
  return { events: queue(logical('DeadLetters')), experiments: queue(logical('ExperimentLetters')) };
}

function queue(name: string): sst.aws.Queue {
  return new sst.aws.Queue(name, {
    transform: { queue: { sqsManagedSseEnabled: true, messageRetentionSeconds: 14 * 86_400 } },
  });
}
