import { jsonErrorOffset } from '@garbageday/config/json-error-offset.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function isJson(text: string) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON text, and the same text with one character dropped, added or replaced. */
const nearlyJson = fc
  .record({
    json: fc.json(),
    at: fc.nat(200),
    insert: fc.constantFrom('', '{', '}', '[', ']', ',', ':', '"', '\\', '0', '-', '.', 'e', 't', ' ', '\n'),
    drop: fc.nat(1),
  })
  .map(({ json, at, insert, drop }) => json.slice(0, at) + insert + json.slice(at + drop));

describe('jsonErrorOffset', () => {
  it('finds an error exactly where JSON.parse finds one', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        expect(jsonErrorOffset(text) === null).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('lies within the text, or at its end', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        const offset = jsonErrorOffset(text) ?? 0;
        expect(offset >= 0 && offset <= text.length).toBe(true);
      }),
    );
  });

  it.each([
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ['nul', 0],
    ['01', 1],
    ['"\\x"', 0],
    ['[]]', 2],
    ['', 0],
  ])('%s fails at %i', (text, offset) => {
    expect(jsonErrorOffset(text)).toBe(offset);
  });
});
