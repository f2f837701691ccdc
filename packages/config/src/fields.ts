/**
 * The kinds of values that a configuration consists of. What a check allows is also said as metadata: `docs/reference/configuration.md` is
 * written from it.
 */
import { z } from 'zod';
import { boundsText, mendBounds, type NumberBounds, outOfBounds } from './bounds.ts';
import { mendNumber, shown } from './describe-issue.ts';
import { type DurationBounds, mendDuration, parseDuration } from './duration.ts';
import { suggestion } from './nearest.ts';

/**
 * An object whose unknown keys are errors that name the nearest known one. `explained` holds keys that a person may
 * expect here, each with the reason why it is not one.
 */
export function strict<T extends z.ZodRawShape>(
  shape: T,
  explained: ReadonlyMap<string, string> = new Map(),
) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      const [key = ''] = issue.keys;
      return explained.get(key) ?? `unknown key${suggestion(key, known)}`;
    },
  });
}

/** A number within inclusive bounds. */
export function bounded(bounds: NumberBounds) {
  const error = ({ input }: { readonly input?: unknown }) =>
    typeof input === 'string'
      ? `${shown(input)} is a string; ${mendNumber(input, mendBounds(bounds))}`
      : undefined;
  return z
    .number({ error })
    .superRefine((value, context) => {
      const why = outOfBounds(value, bounds);
      if (why !== null) context.addIssue({ code: 'custom', message: why });
    })
    .meta({ limits: boundsText(bounds) });
}

/** A whole number within inclusive bounds. */
export function whole(min: number, max: number, what = '') {
  return bounded({ min, max, what })
    .superRefine((value, context) => {
      if (!Number.isInteger(value))
        context.addIssue({ code: 'custom', message: `${value} is not a whole number` });
    })
    .meta({ kind: 'whole number', limits: boundsText({ min, max, what }) });
}

/** A share, 0–1 inclusive. */
export function share() {
  return bounded({ min: 0, max: 1, what: '' }).meta({ kind: 'ratio' });
}

/** `'30s'` → 30,000 ms. */
export function duration(bounds: DurationBounds) {
  const error = ({ input }: { readonly input?: unknown }) =>
    typeof input === 'number' ? `${input} is a bare number; ${mendDuration(String(input))}` : undefined;
  return z
    .string({ error })
    .transform((text, context) => {
      const parsed = parseDuration(text, bounds);
      if (parsed.kind === 'ok') return parsed.ms;
      context.addIssue({ code: 'custom', message: parsed.why });
      return z.NEVER;
    })
    .meta({ kind: 'duration', limits: `${bounds.min} to ${bounds.max}` });
}

/** A text that a check accepts; the check returns why not. */
export function checkedText(whyNot: (text: string) => string | null) {
  return z.string().superRefine((text, context) => {
    const why = whyNot(text);
    if (why !== null) context.addIssue({ code: 'custom', message: why });
  });
}

/** A name that is safe in file names, metric dimensions and URLs. */
export function slug() {
  return checkedText((text) =>
    /^[a-z][a-z0-9-]{0,31}$/.test(text)
      ? null
      : `${shown(text)} is not a name; write 1 to 32 of a–z, 0–9 and "-", beginning with a letter`,
  ).meta({ kind: 'name', limits: '1 to 32 of a–z, 0–9 and "-"' });
}
