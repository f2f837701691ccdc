/** Durable steps as a journal in the ledger's file: results are remembered, and replayed after a crash. */
import type { Clock, Poll, Steps } from '@garbageday/core/ports.ts';
import type { LedgerFile } from './ledger-file/open-ledger-file.ts';

type Execution = { readonly file: LedgerFile; readonly clock: Clock; readonly executionId: string };

/**
 * The steps of one execution, which another process may continue with the same id. Results must survive JSON. A step
 * that throws is not remembered and runs again; a wait that a crash interrupted sleeps only for the rest.
 */
export function localSteps(file: LedgerFile, clock: Clock, executionId: string): Steps {
  const execution: Execution = { file, clock, executionId };
  const run: Steps['run'] = (name, body) => runOnce(execution, name, body);
  return {
    run,
    wait: async (name, ms) => {
      const untilMs = await run(`${name}/until`, async () => clock.now() + ms);
      if (untilMs > clock.now()) await clock.sleep(untilMs - clock.now());
    },
    waitUntil: async (name, options) => {
      const untilMs = await run(`${name}/until`, async () => clock.now() + options.timeoutMs);
      return run(name, () => poll(clock, untilMs, options));
    },
  };
}

async function runOnce<T>(execution: Execution, name: string, body: () => Promise<T>): Promise<T> {
  const { file, executionId } = execution;
  const row = file.read('SELECT result FROM steps WHERE execution = ? AND name = ?', executionId, name)[0];
  if (row !== undefined) {
    const journalled: { readonly value: T } = JSON.parse(String(row['result']));
    return journalled.value;
  }
  const value = await body();
  file.write('INSERT INTO steps VALUES (?, ?, ?)', executionId, name, JSON.stringify({ value }));
  return value;
}

/** Checks at least once, even if the time was up before the first check. */
async function poll<T, N>(
  clock: Clock,
  untilMs: number,
  options: Pick<Poll<T, N>, 'intervalMs' | 'check'>,
): Promise<T | null> {
  let earlier: N | null = null;
  while (true) {
    const answer = await options.check(earlier);
    if (answer !== null && 'done' in answer) return answer.done;
    earlier = answer?.note ?? null;
    const restMs = untilMs - clock.now();
    if (restMs <= 0) return null;
    await clock.sleep(Math.min(options.intervalMs, restMs));
  }
}
