/** What is wrong in a file that somebody wrote, and where. */

export type Problem = {
  /** Counts from 1. */
  readonly line: number;
  /** `spec.objectives[0].target`; empty: the document as a whole. */
  readonly path: string;
  /** What is wrong, and how to mend it. */
  readonly message: string;
};

/** `slo.yaml:12: spec.objectives[0].target: 1 leaves no error budget; …`. */
export function problemText(where: string, { line, path, message }: Problem): string {
  return `${where}:${line}: ${path === '' ? '' : `${path}: `}${message}`;
}

/** As they stand in the file, each once. */
export function sortedProblems(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems
    .filter((problem) => {
      const text = problemText('', problem);
      const isNew = !seen.has(text);
      seen.add(text);
      return isNew;
    })
    .toSorted((a, b) => a.line - b.line);
}
