/**
 * Waits until the probe is heard: an alarm on its silence that existed earlier would ring about the deployment itself.
 */

export type HeartbeatPorts = {
  /** Slices written within the last five minutes, as CloudWatch counts them. */
  readonly heartbeats: () => Promise<number>;
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => number;
};

const pollMs = 15_000;

/** A minute until it starts, one to measure, two until CloudWatch shows a new metric, and ample reserve. */
const patienceMs = 10 * 60_000;

/** @throws Error if it is not heard for ten minutes. */
export async function awaitHeartbeat({ heartbeats, wait, now }: HeartbeatPorts): Promise<void> {
  const sinceMs = now();
  while ((await heartbeats()) < 1) {
    if (now() - sinceMs >= patienceMs) {
      throw new Error(
        'The probe has written no slice within ten minutes of its schedule; look at the log of the function Probe.',
      );
    }
    await wait(pollMs);
  }
}
