/** Whose events an indicator counts: those of a Garbage Day journey, or ones measured elsewhere. */
import type { SloSource } from '@garbageday/core/slo/slo.ts';
import { z } from 'zod';
import { describeIssue, shown } from '../describe-issue.ts';
import { checkedText, strict } from '../fields.ts';
import type { Catalogue, Report } from './catalogue.ts';
import type { Metric } from './object-schemas.ts';
import { type Located, type Place, problemsOfIssues } from './place.ts';

/** The `type` of a metricSource, or of a DataSource, whose events this project measures itself. */
export const ownSourceType = 'garbageday';

const word = checkedText((text) =>
  /^[\w.-]{1,64}$/.test(text)
    ? null
    : `${shown(text)} is not a name; write 1 to 64 letters, digits, "-", "_" and "."`,
);

/** `spec` of a metricSource of that type. */
const ownSpec = strict({
  journey: word,
  step: word.optional(),
  vantage: word.optional(),
  sli: z.enum(['availability', 'latency']).optional(),
});

export type OwnSpec = z.output<typeof ownSpec>;

export type MetricSource =
  | { readonly kind: 'own'; readonly spec: OwnSpec }
  | { readonly kind: 'foreign'; readonly type: string; readonly journey: string | null };

/** `null` after reporting what is wrong. */
export function metricSourceOf(
  { value, place }: Located<Metric>,
  catalogue: Catalogue,
  report: Report,
): MetricSource | null {
  const { spec, ...written } = value.metricSource;
  const source = place.in('metricSource');
  const type = sourceType({ value: written, place: source }, catalogue, report);
  if (type === null) return null;
  if (type !== ownSourceType)
    return { kind: 'foreign', type, journey: typeof spec['journey'] === 'string' ? spec['journey'] : null };
  const parsed = ownSpec.safeParse(spec, { error: describeIssue });
  if (parsed.success) return { kind: 'own', spec: parsed.data };
  for (const problem of problemsOfIssues(parsed.error.issues, source.in('spec'))) report(problem);
  return null;
}

type Written = { readonly type?: string | undefined; readonly metricSourceRef?: string | undefined };

/** It may be left out if a DataSource is named (OpenSLO v1). */
function sourceType({ value, place }: Located<Written>, catalogue: Catalogue, report: Report): string | null {
  const { type, metricSourceRef: name } = value;
  if (name === undefined) {
    if (type === undefined) report(place.problem('has neither type nor metricSourceRef; write one'));
    return type ?? null;
  }
  const at = place.in('metricSourceRef');
  const found = catalogue.find('DataSource', { value: name, place: at }, report);
  if (found === null) return type ?? name;
  if (type === undefined || type === found.spec.type) return found.spec.type;
  const message = `${shown(type)} is not the type of ${name}, ${shown(found.spec.type)}`;
  report(place.in('type').remark('unread', message));
  return null;
}

/** The source of a part that counts good (or bad) events, which must state the SLI. */
export function ownSource(spec: OwnSpec, place: Place, report: Report): SloSource | null {
  const { journey, step = null, vantage = null, sli } = spec;
  if (sli !== undefined) return { journey, step, vantage, sli };
  report(place.problem('is missing; write availability or latency'));
  return null;
}
