/** Runs cases, several worlds of emulators side by side. */
import { availableParallelism } from 'node:os';
import { processPool } from './process-pool.ts';
import { type CaseRun, runCase } from './run-case.ts';
import type { SweepCase } from './sweep-case.ts';
import { urgentFirst } from './sweep-plan.ts';
import { type SweepWorld, startSweepWorld } from './sweep-world.ts';
import { buildProcess, type ProcessProgram } from './swept-process.ts';

export type Swept = { readonly swept: SweepCase; readonly run: CaseRun };

export type SweepReport = {
  /** Of an experiment that nothing happened to. */
  readonly calls: readonly string[];
  readonly planned: readonly SweepCase[];
  /** Of the planned ones those that were run, in that order; fewer where the time was up. */
  readonly cases: readonly Swept[];
};

export type SweepOptions = {
  readonly choose: (calls: readonly string[]) => readonly SweepCase[];
  readonly isNaive?: boolean;
  readonly worlds?: number;
  /** Asked before each case: once it says so, no other begins. Default: all of them are run. */
  readonly isOver?: () => boolean;
  /** Cases of an earlier run, which are not run again. */
  readonly earlier?: (calls: readonly string[]) => readonly Swept[];
  readonly onCase?: (swept: Swept, progress: { readonly done: number; readonly of: number }) => void;
};

export async function runSweep(options: SweepOptions): Promise<SweepReport> {
  const { worlds = Math.min(2, availableParallelism()), onCase, isNaive = false, isOver } = options;
  const program = await buildProcess();
  const cases: Swept[] = [];
  const chosen = Promise.withResolvers<Work>();
  const line = (isFirst: boolean) =>
    inAWorld(program, async (run) => {
      if (isFirst) chosen.resolve(workOf((await run(null, isNaive)).calls, options, cases));
      const { left, planned } = await chosen.promise;
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        if (isOver?.() === true) return;
        const swept = { swept: next.swept, run: await run(next.swept, isNaive) };
        cases[next.index] = swept;
        onCase?.(swept, { done: planned.length - left.length, of: planned.length });
      }
    });
  try {
    await Promise.all(Array.from({ length: worlds }, (_, index) => line(index === 0)));
    const { calls, planned } = await chosen.promise;
    // Without the gaps where none was run.
    return { calls, planned, cases: cases.filter(() => true) };
  } finally {
    program.remove();
  }
}

type Work = {
  readonly calls: readonly string[];
  readonly planned: readonly SweepCase[];
  readonly left: { readonly swept: SweepCase; readonly index: number }[];
};

/** Puts the cases of an earlier run where they belong. */
function workOf(calls: readonly string[], { choose, earlier }: SweepOptions, cases: Swept[]): Work {
  const planned = choose(calls);
  const known = new Map(earlier?.(calls).map((found) => [keyOf(found.swept), found]));
  for (const [index, swept] of planned.entries()) {
    const found = known.get(keyOf(swept));
    if (found !== undefined) cases[index] = found;
  }
  const toDo = planned.map((swept, index) => ({ swept, index })).filter(({ index }) => !(index in cases));
  return { calls, planned, left: [...urgentFirst(calls, toDo)] };
}

function keyOf({ call, fault, resumed }: SweepCase): string {
  return `${call}/${fault}/${resumed}`;
}

type Run = (swept: SweepCase | null, isNaive: boolean) => Promise<CaseRun>;

async function inAWorld<T>(program: ProcessProgram, body: (run: Run) => Promise<T>): Promise<T> {
  const world: SweepWorld = await startSweepWorld();
  const processes = processPool(program, world.env);
  try {
    return await body((swept, isNaive) => runCase({ world, processes, swept, isNaive }));
  } finally {
    await processes.stop();
    await world.stop();
  }
}
