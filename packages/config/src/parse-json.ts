/** JSON whose syntax errors say where. */
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
    return JSON.parse(json);
  } catch (cause) {
    const offset = jsonErrorOffset(json) ?? json.length;
    const before = json.slice(0, offset).split('\n');
    const position = `${before.length}:${(before.at(-1) ?? '').length + 1}`;
    throw new UsageError(`${where}:${position}: is not JSON: ${describe(json, offset)}`, { cause });
  }
}

function describe(json: string, offset: number): string {
  if (json.trim() === '') return 'the file is empty; write {} for the defaults';
  const rest = json.slice(offset);
  if (rest.trim() === '') return 'the file ends too soon; close every { and [';
  if (/^\/[/*]/.test(rest)) return 'comments are not JSON; remove it, or write a .ts file';
  if (rest.startsWith("'")) return 'write double quotes';
  if (rest.startsWith('"') && /[:{,]\s*$/.test(json.slice(0, offset)))
    return 'the text is not closed, or has a bad escape';
  if (/^[}\]]/.test(rest) && /,\s*$/.test(json.slice(0, offset))) return 'remove the comma before it';
  if (/^[A-Za-z_$]/.test(rest))
    return `put ${JSON.stringify(/^[\w$]+/.exec(rest)?.[0] ?? '')} into double quotes`;
  return `unexpected ${JSON.stringify(String.fromCodePoint(rest.codePointAt(0) ?? 0))}; is a comma, colon or quote missing before it?`;
}
