/** Fills values into templates. */
import type { Template } from '@garbageday/core/probe/journey.ts';
import type { Variables } from './variables.ts';

/** Alternating text and names, beginning with text: `/get/{word}` is `/get/`, `word` and an empty text. */
type Parts = readonly string[];

/** Journeys have a handful of templates, each filled for every request. */
const known = new Map<Template, Parts>();

function partsOf(template: Template): Parts {
  const parts = known.get(template) ?? template.split(/\{((?:secret:)?[\w-]+)\}/);
  known.set(template, parts);
  return parts;
}

/** Replaces each `{name}` by its value, passed through `encode`. Throws for a name that has no value yet. */
export function fill(
  template: Template,
  variables: Variables,
  encode: (value: string) => string = (value) => value,
): string {
  let filled = '';
  let isName = false;
  for (const part of partsOf(template)) {
    filled += isName ? encode(givenValue(part, template, variables)) : part;
    isName = !isName;
  }
  return filled;
}

function givenValue(name: string, template: Template, variables: Variables): string {
  const value = variables.get(name);
  if (value === undefined) throw new RangeError(`{${name}} in "${template}" has no value yet`);
  return value;
}
