/** OpenSLO v1 → SLOs. https://github.com/OpenSLO/OpenSLO; what is kept and what is refused: docs/openslo.md. */
import { UsageError } from '@garbageday/core/errors.ts';
import { alertOfCondition, alertOfPolicy } from './alert-rules.ts';
import { type Catalogue, catalogueOf, type Report } from './catalogue.ts';
import { measureOf } from './indicator.ts';
import { metricSourceOf } from './metric-source.ts';
import { type OpenSloObjective, objectivesOf } from './objectives.ts';
import { type Kind, parseObjects } from './parse-objects.ts';
import type { Located } from './place.ts';
import { type Problem, problemText, sortedProblems } from './problem.ts';
import { readYamlDocuments } from './yaml-documents.ts';

/** One file, or one of several that refer to each other. */
export type OpenSloText = {
  readonly text: string;
  /** The name by which problems refer to the file. */
  readonly where: string;
};

export type OpenSloFile = {
  readonly objectives: readonly OpenSloObjective[];
  /** How many objects of each kind there are. */
  readonly kinds: readonly (readonly [Kind, number])[];
  /** How this program interprets it, or why it cannot; these are not mistakes. */
  readonly remarks: readonly Problem[];
};

export type ImportedOpenSlo =
  | { readonly kind: 'ok'; readonly file: OpenSloFile }
  | { readonly kind: 'bad'; readonly problems: readonly [Problem, ...Problem[]] };

/** Reports every mistake in the files, in line order. Never throws. */
export function importOpenSlo(...files: readonly OpenSloText[]): ImportedOpenSlo {
  const reads = files.map(({ text, where }) => readYamlDocuments(text, where));
  const unreadable = reads.flatMap((read) => (read.kind === 'bad' ? read.problems : []));
  const { objects, problems } = parseObjects(
    reads.flatMap((read) => (read.kind === 'ok' ? read.documents : [])),
  );
  // References to an invalid object would only be reported as missing.
  if (unreadable.length + problems.length > 0) return bad([...unreadable, ...problems]);
  const found: Problem[] = [];
  const report: Report = (problem) => void found.push(problem);
  const catalogue = catalogueOf(objects, report);
  const objectives = catalogue.all('SLO').flatMap((slo) => objectivesOf(slo, { catalogue, report }));
  tellRepeatedNames(objectives, report);
  checkUnused(catalogue, report);
  const mistakes = found.filter(({ severity }) => severity === 'mistake');
  if (mistakes.length > 0) return bad(mistakes);
  const remarks = sortedProblems([...found, ...remarksOf(objectives)]);
  return { kind: 'ok', file: { objectives, kinds: kindsOf(catalogue), remarks } };
}

/**
 * For computing: also refuses what cannot be computed.
 *
 * @throws UsageError with the first problem: `<where>:<line>: <path>: <what is wrong>; <how to fix it>`.
 */
export function importOpenSloOrThrow(...files: readonly OpenSloText[]): OpenSloFile {
  const imported = importOpenSlo(...files);
  const unread =
    imported.kind === 'ok' ? imported.file.remarks.filter(({ severity }) => severity === 'unread') : [];
  const [first, ...others] = imported.kind === 'ok' ? unread : imported.problems;
  if (imported.kind === 'ok' && first === undefined) return imported.file;
  const more = others.length === 0 ? '' : ` (and ${others.length} more; see garbageday slo validate)`;
  throw new UsageError(`${first === undefined ? 'cannot be read' : problemText('', first)}${more}`);
}

function bad(problems: readonly Problem[]): ImportedOpenSlo {
  const [first, ...others] = sortedProblems(problems);
  const none: Problem = { where: '', line: 1, path: '', message: 'cannot be read', severity: 'mistake' };
  return { kind: 'bad', problems: [first ?? none, ...others] };
}

function tellRepeatedNames(objectives: readonly OpenSloObjective[], report: Report): void {
  const seen = new Set<string>();
  for (const { name, place } of objectives) {
    if (seen.has(name))
      report(place.remark('unread', `another objective is also named "${name}"; give each its own name`));
    seen.add(name);
  }
}

/** Objects that no SLO refers to must be valid as well. */
function checkUnused(catalogue: Catalogue, report: Report): void {
  for (const { spec, place } of catalogue.all('AlertPolicy')) {
    alertOfPolicy({ value: spec, place: place.in('spec') }, catalogue, report);
  }
  for (const { spec, place } of catalogue.all('AlertCondition')) {
    alertOfCondition({ value: spec, place: place.in('spec') }, report);
  }
  for (const { spec, place } of catalogue.all('SLI')) {
    const located = { value: spec, place: place.in('spec') };
    if (spec.thresholdMetric === undefined || spec.ratioMetric !== undefined) {
      measureOf(located, { value: {}, place }, { catalogue, report });
      continue;
    }
    // Whether a threshold fits depends on the SLO; its source must be valid by itself.
    metricSourceOf(
      { value: spec.thresholdMetric, place: located.place.in('thresholdMetric') },
      catalogue,
      report,
    );
  }
}

const kinds: readonly Kind[] = [
  'Service',
  'SLO',
  'SLI',
  'DataSource',
  'AlertPolicy',
  'AlertCondition',
  'AlertNotificationTarget',
];

function kindsOf(catalogue: Catalogue): OpenSloFile['kinds'] {
  return kinds.map((kind) => [kind, catalogue.all(kind).length] as const).filter(([, count]) => count > 0);
}

function remarksOf(objectives: readonly OpenSloObjective[]): readonly Problem[] {
  return sortedProblems(
    objectives.flatMap(({ measure, alerts }) => [
      ...(measure.kind === 'foreign' ? [measure.place.remark('elsewhere', elsewhere(measure.type))] : []),
      ...(alerts ?? []).flatMap(({ targets }) => targets.flatMap(unkeptTarget)),
    ]),
  );
}

function elsewhere(type: string): string {
  return `is measured elsewhere (${type}), so that only slices from a file can tell; for a journey of this project write type: garbageday`;
}

function unkeptTarget({ value, place }: Located<string>): readonly Problem[] {
  return value === 'slack'
    ? []
    : [place.remark('elsewhere', `"${value}" is not a target that Garbage Day can notify; write slack`)];
}
