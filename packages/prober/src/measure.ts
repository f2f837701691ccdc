/** One measurement of fixed length: when it resolves, everything that was sent has ended and every slice is written. */
import type { Slice } from '@garbageday/core/probe/slice.ts';
import type { ProberOptions, ProberTotals } from './messages.ts';
import { startJourney } from './start-journey.ts';

export type Measurement = {
  readonly options: ProberOptions;
  readonly sendMs: number;
  /** Called once for each slice, as soon as it is complete. */
  readonly write: (slice: Slice) => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
};

/** Write errors are thrown at the end, so that one failure does not cost the other slices. */
export async function measure({ options, sendMs, write, sleep }: Measurement): Promise<ProberTotals> {
  const writes: Promise<readonly unknown[]>[] = [];
  const prober = startJourney(options, (slice) => {
    writes.push(
      write(slice).then(
        () => [],
        (error: unknown) => [error],
      ),
    );
  });
  await sleep(sendMs);
  const totals = await prober.stop();
  const failures = (await Promise.all(writes)).flat();
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} slices were not written`);
  if (failures.length === 1) throw failures[0];
  return totals;
}
