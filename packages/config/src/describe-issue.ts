/** Zod's issues as sentences for the person who wrote the file: what is wrong, and how to fix it. */
import type { z } from 'zod';
import { suggestion } from './nearest.ts';

/** The generic sentence of an issue that its schema did not word itself. */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return describeType(issue.expected, issue.input);
    case 'invalid_value':
      return describeValue(issue.values, issue.input);
    default:
      return `${shown(issue.input)} is not valid`;
  }
}

/** The value as it was written, `"3"`, shortened to fit into a line. */
export function shown(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const nouns = new Map([
  ['array', 'a list'],
  ['object', 'an object'],
  ['string', 'a string in quotes'],
  ['boolean', 'true or false'],
  ['int', 'a whole number'],
  ['number', 'a number'],
]);

function describeType(expected: string, input: unknown): string {
  const noun = nouns.get(expected) ?? expected;
  if (input === undefined) return `is missing; write ${noun}`;
  if (typeof input === 'string' && noun.endsWith('number'))
    return `${shown(input)} is a string; ${mendNumber(input, 'write a number')}`;
  return `${shown(input)} is not ${noun}`;
}

/** How to write a number that was given as text: a ratio for a percentage, else `otherwise`. */
export function mendNumber(text: string, otherwise: string): string {
  const percent = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text)?.[1];
  if (percent !== undefined) return `write the ratio ${Number((Number(percent) / 100).toPrecision(12))}`;
  if (text.trim() !== '' && Number.isFinite(Number(text))) return `write ${Number(text)} without quotes`;
  return otherwise;
}

function describeValue(values: readonly unknown[], input: unknown): string {
  const known = values.map(String);
  if (input === undefined) return `is missing; write one of: ${known.join(', ')}`;
  return `${shown(input)} is unknown${suggestion(String(input), known)}`;
}
