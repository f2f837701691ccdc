/** Documents → OpenSLO objects, each checked against its kind; nothing is resolved yet. */
import { z } from 'zod';
import { describeIssue, shown } from '../describe-issue.ts';
import { strict } from '../fields.ts';
import { suggestion } from '../nearest.ts';
import { metadata } from './metadata-schema.ts';
import {
  alertConditionSpec,
  alertPolicySpec,
  dataSourceSpec,
  notificationTargetSpec,
  serviceSpec,
  sliSpec,
  sloSpec,
} from './object-schemas.ts';
import { type Place, placeIn, problemsOfIssues } from './place.ts';
import type { Problem } from './problem.ts';
import { convertV1Alpha } from './v1alpha.ts';
import type { YamlDocument } from './yaml-documents.ts';

export const apiVersion = 'openslo/v1';

/** Converted when read: Sloth and older files use it. */
const olderVersion = 'openslo/v1alpha';

const kindSchemas = {
  Service: objectSchema('Service', serviceSpec),
  SLO: objectSchema('SLO', sloSpec),
  SLI: objectSchema('SLI', sliSpec),
  DataSource: objectSchema('DataSource', dataSourceSpec),
  AlertPolicy: objectSchema('AlertPolicy', alertPolicySpec),
  AlertCondition: objectSchema('AlertCondition', alertConditionSpec),
  AlertNotificationTarget: objectSchema('AlertNotificationTarget', notificationTargetSpec),
};

export type Kind = keyof typeof kindSchemas;

type ObjectOf<K extends Kind> = z.output<(typeof kindSchemas)[K]> & { readonly place: Place };

export type OpenSloObject = { [K in Kind]: ObjectOf<K> }[Kind];

/** An object of one kind. */
export type OpenSlo<K extends Kind> = ObjectOf<K>;

export type Objects = { readonly objects: readonly OpenSloObject[]; readonly problems: readonly Problem[] };

/** A document is one object, or a list of them. */
export function parseObjects(documents: readonly YamlDocument[]): Objects {
  const written = documents.flatMap((document) =>
    Array.isArray(document.value)
      ? document.value.map((value: unknown, index) => ({ value, place: placeIn(document, [index]) }))
      : [{ value: document.value, place: placeIn(document, []) }],
  );
  const parsed = written.map(({ value, place }) => parseObject(value, place));
  return {
    objects: parsed.flatMap(({ objects }) => objects),
    problems: parsed.flatMap(({ problems }) => problems),
  };
}

function objectSchema<K extends string, T extends z.ZodType>(kind: K, spec: T) {
  return strict({ apiVersion: z.literal('openslo/v1'), kind: z.literal(kind), metadata, spec });
}

const headSchema = z.looseObject({ apiVersion: z.unknown().optional(), kind: z.unknown().optional() });

function parseObject(value: unknown, place: Place): Objects {
  const head = headSchema.safeParse(value, { error: describeIssue });
  if (head.success && head.data.apiVersion === olderVersion) return parseOlder(head.data, place);
  if (!head.success) return { objects: [], problems: problemsOfIssues(head.error.issues, place) };
  const why = whyNotVersion(head.data.apiVersion);
  if (why !== null) return { objects: [], problems: [place.in('apiVersion').problem(why)] };
  switch (head.data.kind) {
    case 'Service':
    case 'SLO':
    case 'SLI':
    case 'DataSource':
    case 'AlertPolicy':
    case 'AlertCondition':
    case 'AlertNotificationTarget':
      return parseKind(kindSchemas[head.data.kind], value, place);
    default:
      return { objects: [], problems: [place.in('kind').problem(whyNotKind(head.data.kind))] };
  }
}

function parseOlder(value: z.output<typeof headSchema>, place: Place): Objects {
  const converted = convertV1Alpha(value);
  if (converted.kind === 'ok') return parseObject(converted.value, place);
  return {
    objects: [],
    problems: converted.issues.map(({ path, message }) => place.in(...path).problem(message)),
  };
}

type AnySchema = (typeof kindSchemas)[Kind];

function parseKind(schema: AnySchema, value: unknown, place: Place): Objects {
  const parsed = schema.safeParse(value, { error: describeIssue });
  if (parsed.success) return { objects: [{ ...parsed.data, place }], problems: [] };
  return { objects: [], problems: problemsOfIssues(parsed.error.issues, place) };
}

function whyNotVersion(written: unknown): string | null {
  if (written === apiVersion) return null;
  if (written === undefined) return `is missing; write ${apiVersion}`;
  return `${shown(written)} is not supported; write ${apiVersion}, or ${olderVersion}`;
}

function whyNotKind(written: unknown): string {
  const kinds = Object.keys(kindSchemas);
  if (written === undefined) return `is missing; write one of: ${kinds.join(', ')}`;
  return `${shown(written)} is not a kind of ${apiVersion}${suggestion(String(written), kinds)}`;
}
