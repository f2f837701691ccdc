/** What it costs an experiment when AWS throttles a share of its calls: pauses, counted and not waited for. */
import type { Meddle } from '../emulators/start-gateway.ts';
import { nameOf } from './call-names.ts';
import { errorReply } from './error-answers.ts';
import { processPool } from './process-pool.ts';
import { type CaseRun, runCase } from './run-case.ts';
import { startSweepWorld } from './sweep-world.ts';
import { buildProcess } from './swept-process.ts';

export type ThrottledShare = {
  readonly run: CaseRun;
  readonly attempts: number;
  readonly throttled: number;
  /** All pauses of the experiment, from its start to its end. */
  readonly pausedMs: number;
};

/** Every `nth` attempt is answered with an error: 5 is a fifth of them. */
export async function throttledShare(nth: number): Promise<ThrottledShare> {
  const program = await buildProcess();
  const world = await startSweepWorld();
  const processes = processPool(program, world.env);
  let [attempts, throttled] = [0, 0];
  const around =
    (meddle: Meddle): Meddle =>
    async (call, act) => {
      attempts += 1;
      if (attempts % nth !== 0) return meddle(call, act);
      throttled += 1;
      return errorReply('throttled', nameOf(call).protocol);
    };
  try {
    const before = world.clock.pausedMs();
    const run = await runCase({ world, processes, swept: null, around });
    return { run, attempts, throttled, pausedMs: world.clock.pausedMs() - before };
  } finally {
    await processes.stop();
    await world.stop();
    program.remove();
  }
}

export function describeShare({ run, attempts, throttled, pausedMs }: ThrottledShare): string {
  return (
    `${throttled} of ${attempts} attempts throttled: pauses of ${(pausedMs / 1_000).toFixed(1)} s in the whole experiment, ` +
    `which ended with ${run.outcome.kind}`
  );
}
