/** Fills variables into templates. */
import type { Template, Variables } from './journey.ts';

/** Replaces each `{name}` by its value, passed through `encode`. Throws for a name that no earlier step extracted. */
export function fill(
  template: Template,
  variables: Variables,
  encode: (value: string) => string = (value) => value,
): string {
  return template.replaceAll(/\{([\w-]+)\}/g, (_, name: string) => {
    const value = variables.get(name);
    if (value === undefined) throw new RangeError(`no step before extracts {${name}} for "${template}"`);
    return encode(value);
  });
}
