/** Waits until the probe is heard: an alarm on its silence that begins before would ring about the deployment itself. */

export type HeartbeatPorts = {
  /** Slices written within the last five minutes, as CloudWatch counts them. */
  readonly heartbeats: () => Promise<number>;
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => number;
};

const pollMs = 15_000;

/** A minute until it starts, one that it measures, two in which CloudWatch may still not show a new metric; and as many again. */
const patienceMs = 10 * 60_000;

/** @throws Error when nothing is heard of it for ten minutes. */
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
