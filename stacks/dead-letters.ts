/** What could not be delivered, or failed too often, is kept for two weeks, and an alarm says each time that more has come. */

export type DeadLetters = {
  /** Events of the draw, the reporter and the alert, and what a rule or a schedule could not deliver to them. */
  readonly events: sst.aws.Queue;
  /** Experiments alone: a letter here may be a server that was killed and that no one watched. */
  readonly experiments: sst.aws.Queue;
};

/** The probe and the users have none: a minute that was missed cannot be made up for, and the dead man's alarm rings. */
export function deployDeadLetters(): DeadLetters {
  return { events: queue('DeadLetters'), experiments: queue('ExperimentLetters') };
}

function queue(name: string): sst.aws.Queue {
  return new sst.aws.Queue(name, {
    transform: { queue: { sqsManagedSseEnabled: true, messageRetentionSeconds: 14 * 86_400 } },
  });
}
