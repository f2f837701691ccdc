/** What could not be delivered, or failed too often, is kept for two weeks, and an alarm says that it is there. */
export function deployDeadLetters(): sst.aws.Queue {
  return new sst.aws.Queue('DeadLetters', {
    transform: { queue: { sqsManagedSseEnabled: true, messageRetentionSeconds: 14 * 86_400 } },
  });
}
