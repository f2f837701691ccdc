/**
 * The engine in its own process, so that its memory can be told apart from the generator's. Started by slo-month.ts.
 */
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import type { PastExperiment } from '@garbageday/core/report/read-history.ts';
import { analyseMonth, type MonthNumbers } from './analyse-month.ts';
import { readMonth } from './month-file.ts';

export type EngineRequest = {
  readonly file: string;
  readonly configuration: string;
  readonly experiments: readonly PastExperiment[];
  readonly fromMs: number;
  readonly nowMs: number;
  readonly journeys: number;
  readonly rounds: number;
};

export type EngineReply = {
  readonly numbers: MonthNumbers;
  /** For each round, all journeys: in the engine alone, and with reading and decoding the file. */
  readonly engineMs: readonly number[];
  readonly totalMs: readonly number[];
  readonly idleBytes: number;
  readonly peakBytes: number;
  /** What the heap holds after a collection, before the first journey and after the last. */
  readonly heldBytes: readonly [before: number, after: number];
};

const pageSize = 500;

process.once('message', (request: EngineRequest) => {
  measure(request).then(
    (reply) => process.send?.(reply, () => process.disconnect()),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
      process.disconnect();
    },
  );
});

async function measure(request: EngineRequest): Promise<EngineReply> {
  const configuration = await loadConfiguration(request.configuration, process.cwd());
  const month = { ...request, configuration };
  const heldBefore = await heldBytes();
  const idleBytes = process.memoryUsage.rss();
  let peakBytes = idleBytes;
  const engineMs: number[] = [];
  const totalMs: number[] = [];
  let numbers: MonthNumbers | null = null;
  for (let round = 0; round < request.rounds; round += 1) {
    const began = performance.now();
    let engine = 0;
    for (let journey = 0; journey < request.journeys; journey += 1) {
      const analysis = analyseMonth(month);
      for (const page of readMonth(request.file, pageSize)) {
        const pageBegan = performance.now();
        analysis.add(page);
        engine += performance.now() - pageBegan;
        peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
      }
      const resultBegan = performance.now();
      numbers = analysis.result();
      engine += performance.now() - resultBegan;
    }
    engineMs.push(engine);
    totalMs.push(performance.now() - began);
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }
  if (numbers === null) throw new Error('no round was asked for');
  return { numbers, engineMs, totalMs, idleBytes, peakBytes, heldBytes: [heldBefore, await heldBytes()] };
}

/** Needs --expose-gc. */
async function heldBytes(): Promise<number> {
  // Buffers are freed only after the collection that finds them.
  for (let round = 0; round < 2; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
