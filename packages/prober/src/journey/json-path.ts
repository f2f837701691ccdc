/** Reads one value out of a JSON document. */
import type { JsonPath } from '@garbageday/core/probe/journey.ts';

/** The document in a text; `undefined`, which JSON cannot express, if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value at the path; `undefined` if there is none. */
export function jsonAt(document: unknown, path: JsonPath): unknown {
  return (path.match(/[^.[\]]+/g) ?? []).reduce(memberOf, document);
}

function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}
