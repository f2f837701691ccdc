/** The table of a sweep: a row for each call, a column for each fault, in each cell a sign for each way to go on. */
import type { CaseOutcome } from './judge-case.ts';
import type { SweepReport, Swept } from './run-sweep.ts';
import { faults, type SweptFault } from './sweep-case.ts';

/** `·` nothing killed, and said so; `K` one kill, and recorded; `k` the same, after the lever was pulled; `!` wrong. */
export function signOf(outcome: CaseOutcome): string {
  switch (outcome.kind) {
    case 'nothing':
      return '·';
    case 'one kill':
      return outcome.isAfterLever ? 'k' : 'K';
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
  return cases.flatMap(({ swept, run }) =>
    run.outcome.kind === 'wrong'
      ? [`${swept.call}, ${swept.fault}, resumed ${swept.resumed}: ${run.outcome.what}`]
      : [],
  );
}

/** `342 cases: 120 one kill, …` */
export function countsOf({ calls, cases }: SweepReport): string {
  const count = (sign: string) => cases.filter(({ run }) => signOf(run.outcome) === sign).length;
  const missed = cases.filter(({ run }) => !run.isReached).length;
  return (
    `${calls.length} calls, ${cases.length} cases: ${count('·')} ended with nothing killed, ${count('K')} with one kill, ` +
    `${count('k')} with one kill after the lever was pulled, ${count('!')} wrong; ${missed} never came to their call`
  );
}
