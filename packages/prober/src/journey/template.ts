/** Fills values into templates. */
import type { Template } from '@garbageday/core/probe/journey.ts';
import type { Variables } from './variables.ts';

/** Replaces each `{name}` by its value, passed through `encode`. Throws for a name that nothing before has given a value. */
export function fill(
  template: Template,
  variables: Variables,
  encode: (value: string) => string = (value) => value,
): string {
  return template.replaceAll(/\{((?:secret:)?[\w-]+)\}/g, (_, name: string) => {
    const value = variables.get(name);
    if (value === undefined) throw new RangeError(`nothing before gives {${name}} in "${template}" a value`);
    return encode(value);
  });
}
