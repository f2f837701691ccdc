/** The JSON Schemas of `garbageday slo … --json`. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

type Name = 'slo-eval' | 'slo-validate' | 'slo-explain' | 'slo-convert';

/** What the schema finds wrong with a document; empty: nothing. */
export function schemaErrors(name: Name): (document: unknown) => readonly unknown[] {
  const file = new URL(`../../packages/cli/schema/${name}-1.schema.json`, import.meta.url);
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
  const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
  return (document) => {
    validate(document);
    return validate.errors ?? [];
  };
}
