/** A JSON parser whose syntax errors have a position. */
import { UsageError } from '@garbageday/core/errors.ts';
import { jsonErrorOffset } from './json-error-offset.ts';

/**
 * Parses JSON text; a leading byte order mark is allowed.
 *
 * @throws UsageError `<where>:<line>:<column>: is not JSON: …`; lines and columns count from 1.
 */
export function parseJson(text: string, where: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  try {
    const value: unknown = JSON.parse(json);
    const repeated = repeatedKey(json);
    if (repeated === null) return value;
    const key = JSON.stringify(repeated.key);
    throw new UsageError(
      `${where}:${positionOf(json, repeated.offset)}: the key ${key} appears twice; remove one`,
    );
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const offset = jsonErrorOffset(json) ?? json.length;
    throw new UsageError(`${where}:${positionOf(json, offset)}: is not JSON: ${describe(json, offset)}`, {
      cause,
    });
  }
}

function positionOf(json: string, offset: number): string {
  const before = json.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

/**
 * The first repeated key. `JSON.parse` keeps the last one; I-JSON forbids them (RFC 7493, 2.3), as it is unclear which
 * was meant.
 */
export function repeatedKey(json: string): { readonly key: string; readonly offset: number } | null {
  const open: Set<string>[] = [];
  for (const { 0: token, 1: text, index } of json.matchAll(
    /[{}]|("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"/g,
  )) {
    if (token === '{') open.push(new Set());
    if (token === '}') open.pop();
    if (text === undefined) continue;
    const key: unknown = JSON.parse(text);
    if (typeof key !== 'string') continue;
    if (open.at(-1)?.has(key) === true) return { key, offset: index };
    open.at(-1)?.add(key);
  }
  return null;
}

function describe(json: string, offset: number): string {
  if (json.trim() === '') return 'the file is empty; write {} for the defaults';
  const rest = json.slice(offset);
  if (rest.trim() === '') return 'the file ends too early; close every { and [';
  if (/^\/[/*]/.test(rest)) return 'comments are not JSON; remove it, or write a .ts file';
  if (rest.startsWith("'")) return 'write double quotes';
  if (rest.startsWith('"') && /[:{,]\s*$/.test(json.slice(0, offset)))
    return 'the string is not closed, or has a bad escape';
  if (/^[}\]]/.test(rest) && /,\s*$/.test(json.slice(0, offset))) return 'remove the comma before it';
  if (/^[A-Za-z_$]/.test(rest))
    return `put ${JSON.stringify(/^[\w$]+/.exec(rest)?.[0] ?? '')} into double quotes`;
  return `unexpected ${JSON.stringify(String.fromCodePoint(rest.codePointAt(0) ?? 0))}; is a comma, colon or quote missing before it?`;
}
