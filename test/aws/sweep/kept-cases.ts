/** What a sweep has found so far, in a file: one that was ended early goes on from there. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Swept } from './run-sweep.ts';

export type KeptCases = {
  /** Those found before. @throws Error when the experiment made other calls then: its code has changed. */
  readonly read: (calls: readonly string[]) => readonly Swept[];
  readonly add: (swept: Swept) => void;
};

/** The first line has the calls of an undisturbed experiment, every other line a case. */
export function keptCases(path: string): KeptCases {
  return {
    read: (calls) => {
      if (!existsSync(path)) appendFileSync(path, `${JSON.stringify(calls)}\n`);
      const [first = '', ...lines] = readFileSync(path, 'utf8').split('\n');
      if (first !== JSON.stringify(calls))
        throw new Error(`${path} is of an experiment that made other calls; remove it to begin anew`);
      return lines.filter((line) => line !== '').map((line): Swept => JSON.parse(line));
    },
    add: ({ swept, run }) =>
      appendFileSync(path, `${JSON.stringify({ swept, run: { ...run, calls: [] } })}\n`),
  };
}
