/** A problem with a file, and where it is. */

/**
 * What a problem prevents:
 * - `mistake`: this is not OpenSLO; nothing is read.
 * - `unread`: valid OpenSLO, but its meaning cannot be computed here: `explain`, `eval` and `convert` refuse it.
 * - `elsewhere`: computable, but not by a configuration of Garbage Day: `convert` refuses it.
 * - `reading`: how it is interpreted here where the specification leaves room; nothing refuses it.
 */
export type Severity = 'mistake' | 'unread' | 'elsewhere' | 'reading';

export type Problem = {
  /** The file, as named to the reader; empty if there is only one. */
  readonly where: string;
  /** Counts from 1. */
  readonly line: number;
  /** `spec.objectives[0].target`; empty: the document as a whole. */
  readonly path: string;
  /** What is wrong, and how to fix it. */
  readonly message: string;
  readonly severity: Severity;
};

/**
 * `slo.yaml:12: spec.objectives[0].target: 1 leaves no error budget; …`. `otherwise`: for a problem that names no file.
 */
export function problemText(otherwise: string, { where, line, path, message }: Problem): string {
  const file = where === '' ? otherwise : where;
  return `${file}:${line}: ${path === '' ? '' : `${path}: `}${message}`;
}

/** In file order, each once. */
export function sortedProblems(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  const files = [...new Set(problems.map(({ where }) => where))];
  return problems
    .filter((problem) => {
      const text = problemText('', problem);
      const isNew = !seen.has(text);
      seen.add(text);
      return isNew;
    })
    .toSorted((a, b) => files.indexOf(a.where) - files.indexOf(b.where) || a.line - b.line);
}
