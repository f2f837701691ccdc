/** Every problem of a text, as `slo validate` prints it. */
import { importOpenSlo } from '@garbageday/config/openslo/import-openslo.ts';
import { problemText } from '@garbageday/config/openslo/problem.ts';

export function problemsOf(text: string): readonly string[] {
  const imported = importOpenSlo(text);
  return imported.kind === 'ok' ? [] : imported.problems.map((problem) => problemText('slo.yaml', problem));
}
