/** What `slo validate` says of a text: its mistakes, or else its remarks, each of which begins with its severity. */
import { importOpenSlo } from '@garbageday/config/openslo/import-openslo.ts';
import { type Problem, problemText } from '@garbageday/config/openslo/problem.ts';

export function problemsOf(text: string): readonly string[] {
  const imported = importOpenSlo({ text, where: 'slo.yaml' });
  return imported.kind === 'ok' ? imported.file.remarks.map(lineOf) : imported.problems.map(lineOf);
}

function lineOf(problem: Problem): string {
  const text = problemText('', problem);
  return problem.severity === 'mistake' ? text : `${problem.severity} ${text}`;
}
