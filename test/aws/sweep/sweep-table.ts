/** The table of a sweep: a row for each call, a column for each fault, in each cell a sign for each way to go on. */
import type { CaseOutcome } from './judge-case.ts';
import type { SweepReport, Swept } from './run-sweep.ts';
import { faults, type SweptFault } from './sweep-case.ts';

/**
 * `·` nothing killed, and said so; `K` one kill, and recorded; `k` the same, after the lever was pulled; `!` wrong. `o` and
 * `O`: the execution died before it could write down its end; with `O` the kill's handle is in the ledger.
 */
export function signOf(outcome: CaseOutcome): string {
  switch (outcome.kind) {
    case 'nothing':
      return '·';
    case 'one kill':
      return outcome.isAfterLever ? 'k' : 'K';
    case 'cut off':
      return outcome.isKilled ? 'O' : 'o';
    case 'wrong':
      return '!';
    default:
      return outcome satisfies never;
  }
}

/** Markdown. A case that the experiment never came to is a `-`. */
export function sweepTable({ cases }: SweepReport): string {
  const byCall = Map.groupBy(cases, ({ swept }) => swept.call);
  const header = `| call | ${faults.join(' | ')} |\n| --- |${' --- |'.repeat(faults.length)}`;
  const rows = [...byCall].map(([call, own]) => `| ${call} | ${faults.map(cellOf(own)).join(' | ')} |`);
  return [header, ...rows].join('\n');
}

const cellOf =
  (cases: readonly Swept[]) =>
  (fault: SweptFault): string => {
    const own = cases.filter(({ swept }) => swept.fault === fault);
    const signs = own.map(({ run }) => (run.isReached ? signOf(run.outcome) : '-'));
    return signs.length === 0 ? '' : `\`${signs.join(' ')}\``;
  };

/** What is wrong, a line for each case. */
export function wrongCases({ cases }: SweepReport): readonly string[] {
  return cases.filter(({ run }) => run.outcome.kind === 'wrong').map(describeCase);
}

export function describeCase({ swept, run: { outcome } }: Swept): string {
  const became = outcome.kind === 'wrong' ? outcome.what : `${outcome.kind}, the ledger says ${outcome.said}`;
  return `${swept.call}, ${swept.fault}, resumed ${swept.resumed}: ${became}`;
}

/** `342 cases: 120 one kill, …` */
export function countsOf({ calls, cases }: SweepReport): string {
  const count = (sign: string) => cases.filter(({ run }) => signOf(run.outcome) === sign).length;
  const missed = cases.filter(({ run }) => !run.isReached).length;
  return (
    `${calls.length} calls, ${cases.length} cases: ${count('·')} ended with nothing killed, ${count('K')} with one kill, ` +
    `${count('k')} with one kill after the lever was pulled, ${count('o') + count('O')} with an execution that died ` +
    `(${count('O')} of them after a kill that it had recorded), ${count('!')} wrong; ${missed} never came to their call`
  );
}
