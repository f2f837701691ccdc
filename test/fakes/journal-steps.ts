/** Durable steps whose journal outlives a crash, and which can crash on demand: the process is simply gone. */
import type { Clock, Steps } from '@garbageday/core/ports.ts';

/** Results by step name, as JSON. */
export type Journal = Map<string, string>;

export type CrashableSteps = {
  readonly steps: Steps;
  /** Resolves with the place of the crash; nothing else resolves after it. */
  readonly crashed: Promise<string>;
  /** Places at which a crash was possible so far. */
  readonly places: () => number;
};

function never<T>(): Promise<T> {
  return new Promise<T>(() => {});
}

/**
 * Places are counted before each step, after its body but before it is remembered, and after it is remembered.
 * At place number `crashAt` the process dies: that step and all later ones never answer.
 */
export function journalSteps(
  clock: Clock,
  journal: Journal,
  crashAt = Number.POSITIVE_INFINITY,
): CrashableSteps {
  const { promise: crashed, resolve: crash } = Promise.withResolvers<string>();
  let place = 0;
  const survives = (where: string): boolean => {
    place += 1;
    if (place === crashAt) crash(where);
    return place < crashAt;
  };
  const run: Steps['run'] = async (name, body) => {
    const remembered = journal.get(name);
    if (remembered !== undefined) return JSON.parse(remembered);
    if (!survives(`before ${name}`)) return never();
    const value = await body();
    if (!survives(`in ${name}`)) return never();
    journal.set(name, JSON.stringify(value));
    return survives(`after ${name}`) ? structuredClone(value) : never();
  };
  const steps: Steps = {
    run,
    wait: async (name, ms) => {
      await run(name, async () => {
        await clock.sleep(ms);
        return ms;
      });
    },
    waitUntil: (name, { intervalMs, timeoutMs, check }) =>
      run(name, async () => {
        const untilMs = clock.now() + timeoutMs;
        let earlier: Parameters<typeof check>[0] = null;
        while (true) {
          const answer = await check(earlier);
          if (answer !== null && 'done' in answer) return answer.done;
          earlier = answer?.note ?? null;
          if (clock.now() >= untilMs) return null;
          await clock.sleep(Math.min(intervalMs, untilMs - clock.now()));
        }
      }),
  };
  return { steps, crashed, places: () => place };
}
