/** The objects of the files by kind and name, for resolving references. */
import { suggestion } from '../nearest.ts';
import type { Kind, OpenSlo, OpenSloObject } from './parse-objects.ts';
import type { Located, Place } from './place.ts';
import type { Problem } from './problem.ts';

/** Reports a problem; the caller then continues, so that all of a file's problems are reported at once. */
export type Report = (problem: Problem) => void;

export type Catalogue = {
  readonly all: <K extends Kind>(kind: K) => readonly OpenSlo<K>[];
  /** `null` after reporting that the reference at `place` leads nowhere. */
  readonly find: <K extends Kind>(kind: K, name: Located<string>, report: Report) => OpenSlo<K> | null;
};

/** Reports names that occur twice within a kind. */
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
      // One of several files is OpenSLO too: what it refers to may be in another.
      tell(place.remark(severityOfMissing(kind), whyMissing(kind, value, names)));
      return null;
    },
  };
}

function whyMissing(kind: Kind, name: string, names: readonly string[]): string {
  const what = `no ${kind} named ${JSON.stringify(name)} was found`;
  return names.length === 0
    ? `${what}; pass its file or folder as well`
    : `${what}${suggestion(name, names)}`;
}

/**
 * Without its condition an alert means nothing; a service is only a name; the others are measured or notified
 * elsewhere.
 */
function severityOfMissing(kind: Kind): 'unread' | 'elsewhere' | 'reading' {
  if (kind === 'Service') return 'reading';
  return kind === 'DataSource' || kind === 'AlertNotificationTarget' ? 'elsewhere' : 'unread';
}

function tellRepeatedNames(objects: readonly OpenSloObject[], report: Report): void {
  const first = new Map<string, Place>();
  for (const { kind, metadata, place } of objects) {
    const key = `${kind} ${metadata.name}`;
    const taken = first.get(key)?.in('metadata', 'name').problem('');
    const name = place.in('metadata', 'name');
    if (taken === undefined) first.set(key, place);
    else
      report(name.remark(kind === 'Service' ? 'reading' : 'unread', whyTwice(kind, taken, name.problem(''))));
  }
}

function whyTwice(kind: Kind, taken: Problem, here: Problem): string {
  const file = taken.where === here.where ? '' : ` of ${taken.where}`;
  return `the ${kind} on line ${taken.line}${file} already has this name; give each its own name`;
}
