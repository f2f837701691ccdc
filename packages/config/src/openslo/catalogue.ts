/** The objects of a file by kind and name, so that references find them. */
import { suggestion } from '../nearest.ts';
import type { Kind, OpenSlo, OpenSloObject } from './parse-objects.ts';
import type { Located, Place } from './place.ts';
import type { Problem } from './problem.ts';

/** Where a problem is told; whoever tells one then goes on, so that a file's problems come all at once. */
export type Report = (problem: Problem) => void;

export type Catalogue = {
  readonly all: <K extends Kind>(kind: K) => readonly OpenSlo<K>[];
  /** `null` after telling that the reference at `place` leads nowhere. */
  readonly find: <K extends Kind>(kind: K, name: Located<string>, report: Report) => OpenSlo<K> | null;
};

/** Tells of names that one kind has twice. */
export function catalogueOf(objects: readonly OpenSloObject[], report: Report): Catalogue {
  const all = <K extends Kind>(kind: K): readonly OpenSlo<K>[] =>
    objects.filter((object): object is OpenSlo<K> & OpenSloObject => object.kind === kind);
  tellRepeatedNames(objects, report);
  return {
    all,
    find: (kind, { value, place }, tell) => {
      const candidates = all(kind);
      const found = candidates.find(({ metadata }) => metadata.name === value);
      if (found !== undefined) return found;
      const names = candidates.map(({ metadata }) => metadata.name);
      tell(place.problem(whyMissing(kind, value, names)));
      return null;
    },
  };
}

function whyMissing(kind: Kind, name: string, names: readonly string[]): string {
  const what = `no ${kind} in this file is named ${JSON.stringify(name)}`;
  return names.length === 0 ? `${what}; add one` : `${what}${suggestion(name, names)}`;
}

function tellRepeatedNames(objects: readonly OpenSloObject[], report: Report): void {
  const first = new Map<string, Place>();
  for (const { kind, metadata, place } of objects) {
    const key = `${kind} ${metadata.name}`;
    const { line } = first.get(key)?.in('metadata', 'name').problem('') ?? { line: null };
    const message = `the ${kind} on line ${line} has this name already; give each a name of its own`;
    if (line !== null) report(place.in('metadata', 'name').problem(message));
    else first.set(key, place);
  }
}
