/** `--alerts`: a table of alerts in JSON or YAML, which replaces a file's own or the default. */

import { UsageError } from '@garbageday/core/errors.ts';
import type { BurnRule } from '@garbageday/core/slo/burn-alerts.ts';
import { z } from 'zod';
import { describeIssue } from '../describe-issue.ts';
import { strict } from '../fields.ts';
import { parseJson } from '../parse-json.ts';
import type { BurnAlert } from './alert-rules.ts';
import { type Located, placeIn, problemsOfIssues } from './place.ts';
import { type Problem, problemText } from './problem.ts';
import { parseFixed } from './shorthand.ts';
import { readYamlDocuments } from './yaml-documents.ts';

/** As written: with a factor, or with a share of the period's budget. */
export type WrittenAlert = Pick<BurnRule, 'severity' | 'longSeconds' | 'shortSeconds'> &
  ({ readonly factor: number } | { readonly share: number });

const window = z.string().transform((text, context) => {
  const parsed = parseFixed(text);
  if (parsed.kind === 'ok') return parsed.value;
  context.addIssue({ code: 'custom', message: parsed.why });
  return z.NEVER;
});

const above0 = z.number().superRefine((value, context) => {
  if (!(value > 0)) context.addIssue({ code: 'custom', message: `${value} is not above 0` });
});

const alert = strict({
  severity: z.enum(['page', 'ticket']),
  factor: above0.optional(),
  share: above0.max(1, 'is more than the whole budget; write 0.02 for 2%').optional(),
  long: window,
  short: window,
}).transform(({ severity, factor, share, long, short }, context): WrittenAlert => {
  const windows = { severity, longSeconds: long, shortSeconds: short };
  if (short > long)
    context.addIssue({ code: 'custom', path: ['short'], message: 'is longer than long; write that or less' });
  if (factor !== undefined && share === undefined) return { ...windows, factor };
  if (share !== undefined && factor === undefined) return { ...windows, share };
  context.addIssue({ code: 'custom', message: 'must have either share or factor' });
  return z.NEVER;
});

const table = z.array(alert);

/**
 * A list, which may be empty, of `{severity: page | ticket, share | factor, long, short}`.
 *
 * @throws UsageError `<where>:<line>: <path>: …`.
 */
export function parseAlerts(text: string, where: string): readonly Located<WrittenAlert>[] {
  const isJson = where.endsWith('.json');
  if (isJson) parseJson(text, where);
  // JSON is YAML, whose parser knows lines, except that it may be indented with tabs. Its strings contain none.
  const read = readYamlDocuments(isJson ? text.replaceAll('\t', ' ') : text);
  if (read.kind === 'bad') throw refusal(where, read.problems);
  const [document, second] = read.documents;
  if (document === undefined || second !== undefined) {
    throw new UsageError(`${where}: holds ${read.documents.length} documents; write one list of alerts`);
  }
  const place = placeIn(document, []);
  const parsed = table.safeParse(document.value, { error: describeIssue });
  if (!parsed.success) throw refusal(where, problemsOfIssues(parsed.error.issues, place));
  return parsed.data.map((value, index) => ({ value, place: place.in(index) }));
}

function refusal(where: string, [first]: readonly Problem[]): UsageError {
  return new UsageError(
    first === undefined ? `${where}: is not a list of alerts` : problemText(where, first),
  );
}

/** The burn rate above which the alert fires. */
export function factorOf(alert: WrittenAlert, periodSeconds: number): BurnAlert {
  const { severity, longSeconds, shortSeconds } = alert;
  const factor = 'factor' in alert ? alert.factor : (alert.share * periodSeconds) / longSeconds;
  return { severity, factor, longSeconds, shortSeconds };
}
