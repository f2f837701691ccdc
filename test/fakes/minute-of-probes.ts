/** A slice as the probe on AWS writes it. */
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { sliceBuilder } from '@garbageday/core/probe/slice-builder.ts';
import { seededRandom } from '@garbageday/core/time/random.ts';

/** A minute of a probe that runs once a second: latencies as a healthy service has them, with a rare slow one. */
export function minuteOfProbes(seed: string, isBad: (index: number) => boolean): Slice {
  const random = seededRandom(seed);
  const latencyMs = () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    return 20 * Math.exp(0.4 * normal) * (random.next() < 0.02 ? 10 : 1);
  };
  const identity = {
    service: 'wordcount',
    journey: 'probe',
    vantage: 'eu-central-1',
    startMs: Date.UTC(2026, 10, 24),
    widthSeconds: 60,
    seq: 0,
  };
  const builder = sliceBuilder(identity, 300);
  for (let index = 0; index < 60; index += 1) {
    const error = isBad(index) ? 'status-5xx' : null;
    const steps = ['insert', 'get', 'toplist'].map((step) => ({
      step,
      latencyMs: latencyMs() / 3,
      error: null,
    }));
    builder.record({ latencyMs: latencyMs(), error, retried: 0, lagMs: random.next(), steps });
  }
  return builder.build();
}
