/** One line of a slices file: a minute's counts. */
import { whyNoCounts } from '@garbageday/core/slo/why-no-counts.ts';
import { z } from 'zod';
import { describeIssue, shown } from '../describe-issue.ts';
import { strict } from '../fields.ts';
import { repeatedKey } from '../parse-json.ts';
import { pathText } from '../path-text.ts';
import { parseInstant } from './instant.ts';

/** A key that is left out matches every SLO. */
export type SliceLine = {
  readonly startMs: number;
  readonly good: number;
  readonly total: number;
  readonly journey: string | null;
  readonly step: string | null;
  readonly vantage: string | null;
  readonly sli: 'availability' | 'latency' | null;
};

/** Far more than a minute of a million requests a second, and sums over years of such minutes stay exact. */
const mostEvents = 1_000_000_000;

/** Checked by hand: a schema for each of the forty buckets of every minute of a month would take seconds. */
const buckets = z.array(z.unknown()).superRefine((written, context) => {
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, pair] of written.entries()) {
    const bucket = bucketOf(pair);
    const message = whyNoBucket(bucket, last);
    if (message !== null) return context.addIssue({ code: 'custom', path: [index], message });
    last = bucket ?? last;
  }
});

/** `null` unless it is a pair of whole numbers, the second above 0. */
function bucketOf(pair: unknown): number | null {
  if (!Array.isArray(pair) || pair.length !== 2) return null;
  const [bucket, count]: readonly unknown[] = pair;
  if (typeof bucket !== 'number' || typeof count !== 'number') return null;
  return Number.isSafeInteger(bucket) && Number.isSafeInteger(count) && count > 0 ? bucket : null;
}

function whyNoBucket(bucket: number | null, last: number): string | null {
  if (bucket === null) return 'is not a pair [bucket, count] of whole numbers, the count above 0';
  return bucket > last ? null : 'is not above the bucket before it; sort them';
}

const histogram = strict({ buckets });

const word = z.string().min(1, 'is empty').max(64, 'is longer than 64 characters');

const schema = strict({
  minute: z.string(),
  good: z.number(),
  total: z.number(),
  journey: word.optional(),
  step: word.optional(),
  vantage: word.optional(),
  sli: z.enum(['availability', 'latency']).optional(),
  histogram: histogram.optional(),
});

export type ParsedLine =
  | { readonly kind: 'ok'; readonly slice: SliceLine }
  | { readonly kind: 'bad'; readonly why: string };

/** A slice, or `<key>: <what is wrong>; <how to fix it>`. */
export function parseSliceLine(text: string): ParsedLine {
  const parsed = schema.safeParse(parseJsonLine(text), { error: describeIssue });
  if (!parsed.success) return bad(describe(parsed.error));
  const repeated = repeatedKey(text);
  if (repeated !== null) return bad(`${repeated.key}: appears twice; remove one`);
  const { minute, good, total, journey = null, step = null, vantage = null, sli = null } = parsed.data;
  const startMs = minute.endsWith('Z') ? parseInstant(minute) : null;
  if (startMs === null)
    return bad(`minute: ${shown(minute)} is not a time; write it like "2026-11-01T00:00Z"`);
  if (startMs % 60_000 !== 0)
    return bad(`minute: ${shown(minute)} is not on a minute; write seconds of 00, or none`);
  const why = whyNoCounts({ good, total });
  if (why !== null) return bad(why);
  if (total > mostEvents)
    return bad(`total ${total} is more than a minute can hold; write 1000000000 at most`);
  return { kind: 'ok', slice: { startMs, good, total, journey, step, vantage, sli } };
}

function bad(why: string): ParsedLine {
  return { kind: 'bad', why };
}

/** `undefined` if it is not JSON, which the schema refuses as well. */
function parseJsonLine(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function describe(error: z.ZodError): string {
  const { issues } = error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) return 'is not a slice';
  const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = pathText([...issue.path, ...keys]);
  if (path === '') return 'is not a JSON object; write {"minute":"2026-11-01T00:00Z","good":599,"total":600}';
  return `${path}: ${issue.message}`;
}
