import { readFileSync } from 'node:fs';
import { importOpenSlo } from '@garbageday/config/openslo/import-openslo.ts';
import { readYamlDocuments } from '@garbageday/config/openslo/yaml-documents.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const examples = ['checkout.yaml', 'wordcount.yaml'].map((name) =>
  readFileSync(new URL(`../../../examples/openslo/${name}`, import.meta.url), 'utf8').split('\n'),
);

const values = fc.constantFrom(
  ...[
    '0',
    '1',
    '-1',
    '99.9',
    '1e309',
    '.nan',
    'true',
    'null',
    '~',
    '""',
    '[]',
    '{}',
    '[[]]',
    '{ a: b }',
    '*a',
    '&a b',
  ],
  ...[
    '!!binary x',
    'x: y',
    '"',
    "'",
    '|',
    '>',
    '- -',
    '? :',
    '\t',
    '%',
    '@',
    '`',
    'openslo/v1',
    'SLO',
    '2026-13-45',
  ],
  ...['30d', '1M', '0m', '99999999d', '__proto__', 'constructor', '\u0000', '\u{1F9E8}', 'a'.repeat(2_000)],
);

type Change = (lines: readonly string[]) => readonly string[];

const at = fc.nat(200);
const change: fc.Arbitrary<Change> = fc.oneof(
  at.map(
    (index): Change =>
      (lines) =>
        lines.filter((_, line) => line !== index % lines.length),
  ),
  fc.tuple(at, at).map(
    ([from, to]): Change =>
      (lines) =>
        lines.toSpliced(to % lines.length, 0, lines[from % lines.length] ?? ''),
  ),
  fc.tuple(at, values).map(
    ([index, value]): Change =>
      (lines) =>
        lines.map((line, number) =>
          number === index % lines.length ? line.replace(/:.*$/, `: ${value}`) : line,
        ),
  ),
  fc.tuple(at, fc.constantFrom('  ', '    ', '\t', '- ')).map(
    ([index, indent]): Change =>
      (lines) =>
        lines.map((line, number) => (number === index % lines.length ? indent + line : line)),
  ),
  at.map(
    (index): Change =>
      (lines) =>
        lines.map((line, number) => (number === index % lines.length ? line.trim() : line)),
  ),
);

const mutilated = fc
  .tuple(fc.constantFrom(...examples), fc.array(change, { minLength: 1, maxLength: 6 }))
  .map(([lines, changes]) =>
    changes.reduce<readonly string[]>((text, apply) => apply(text), lines).join('\n'),
  );

describe('a mutilated file', () => {
  it('is read or refused: never an exception, and every problem has a line of the file', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(mutilated, (text) => {
        const imported = importOpenSlo({ text, where: 'slo.yaml' });
        kinds.add(imported.kind);
        if (imported.kind === 'ok') return;
        const lines = text.split('\n').length;
        for (const { line, message } of imported.problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(message).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 400 },
    );
    expect([...kinds].sort()).toEqual(['bad', 'ok']);
  });

  it('may be any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(['ok', 'bad']).toContain(readYamlDocuments(text).kind);
        expect(importOpenSlo({ text, where: 'slo.yaml' }).kind).toBe('bad');
      }),
      { numRuns: 200 },
    );
  });
});
