/** The table of a sweep: a row for each call, a column for each fault, in each cell a sign for each way to go on. */
import type { CaseOutcome } from './judge-case.ts';
import type { SweepReport, Swept } from './run-sweep.ts';
import { faults, resumptionsOf, type SweepCase, type SweptFault } from './sweep-case.ts';

/**
 * `·` nothing killed, and said so; `K` one kill, and recorded; `k` the same, after the lever was pulled; `!` wrong. `o` and
 * `O`: as `·` and `K`, but the execution failed before it could write its end, and the next report did.
 */
export function signOf(outcome: CaseOutcome): string {
  switch (outcome.kind) {
    case 'nothing':
      return outcome.by === 'report' ? 'o' : '·';
    case 'one kill':
      if (outcome.isAfterLever) return 'k';
      return outcome.by === 'report' ? 'O' : 'K';
    case 'wrong':
      return '!';
    default:
      return outcome satisfies never;
  }
}

/** Markdown. In each cell a sign for each resumption, in order: `-` never came to that call, `?` was not run. */
export function sweepTable({ cases, planned }: SweepReport): string {
  const runs = new Map(cases.map(({ swept, run }) => [keyOf(swept), run]));
  const calls = [...new Set(planned.map(({ call }) => call))];
  const cellOf = (call: string, fault: SweptFault): string => {
    const signs = resumptionsOf(fault).map((resumed) => {
      const run = runs.get(keyOf({ call, fault, resumed }));
      if (run === undefined) return '?';
      return run.isReached ? signOf(run.outcome) : '-';
    });
    return signs.every((sign) => sign === '?') ? '' : `\`${signs.join(' ')}\``;
  };
  const header = `| call | ${faults.join(' | ')} |\n| --- |${' --- |'.repeat(faults.length)}`;
  const rows = calls.map((call) => `| ${call} | ${faults.map((fault) => cellOf(call, fault)).join(' | ')} |`);
  return [header, ...rows].join('\n');
}

function keyOf({ call, fault, resumed }: SweepCase): string {
  return [call, fault, resumed].join('/');
}

/** What is wrong, a line for each case. */
export function wrongCases({ cases }: SweepReport): readonly string[] {
  return cases.filter(({ run }) => run.outcome.kind === 'wrong').map(describeCase);
}

export function describeCase({ swept, run: { outcome } }: Swept): string {
  return `${swept.call}, ${swept.fault}, resumed ${swept.resumed}: ${became(outcome)}`;
}

function became(outcome: CaseOutcome): string {
  if (outcome.kind === 'wrong') return outcome.what;
  const writer = outcome.by === 'report' ? 'the report' : 'the ledger';
  return `${outcome.kind}; ${writer} says: ${outcome.said}`;
}

/** `123 calls, 362 of 2875 cases: 164 ended with nothing killed, …` */
export function countsOf({ calls, planned, cases }: SweepReport): string {
  const count = (...signs: string[]) =>
    cases.filter(({ run }) => run.isReached && signs.includes(signOf(run.outcome))).length;
  const isByReport = ({ run: { outcome } }: Swept) => outcome.kind !== 'wrong' && outcome.by === 'report';
  const missed = cases.filter(({ run }) => !run.isReached).length;
  return (
    `${calls.length} calls, ${cases.length} of ${planned.length} cases: ${count('·', 'o')} ended with nothing killed, ` +
    `${count('K', 'k', 'O')} with one kill (${count('k')} after the lever was pulled), ${count('!')} wrong; ` +
    `in ${cases.filter(isByReport).length} the execution failed first and the next report wrote the end; ` +
    `${missed} never came to their call`
  );
}
