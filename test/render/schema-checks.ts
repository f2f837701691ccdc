/** What every JSON document is asked. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

export type SchemaFile = 'gameday-1' | 'report-2';

export function schemaOf(name: SchemaFile) {
  const file = new URL(`../../packages/render/schema/${name}.schema.json`, import.meta.url);
  const schema = JSON.parse(readFileSync(file, 'utf8'));
  const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
  return {
    schema,
    accepts: (document: unknown): boolean => validate(received(document)),
    expectValid: (document: unknown): void => {
      validate(received(document));
      expect(validate.errors ?? []).toEqual([]);
    },
  };
}

/** Through text and back, as a reader gets it. */
export function received(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document));
}

export function numbersOf(node: unknown): readonly number[] {
  if (typeof node === 'number') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(numbersOf) : [];
}

/** Paths of properties that say nothing of themselves. */
export function undescribed(node: unknown, path = ''): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { properties = {} } = node as {
    properties?: Record<string, { description?: string; $ref?: string }>;
  };
  const own = Object.entries(properties).flatMap(([name, { description, $ref }]) =>
    description === undefined && $ref === undefined ? [`${path}.${name}`] : [],
  );
  return [...own, ...Object.entries(node).flatMap(([name, child]) => undescribed(child, `${path}.${name}`))];
}
