/**
 * Which secrets a journey sends: by name, as `{secret:ShopToken}` in a header or a body. It never contains their
 * values.
 */
import type { Journey } from './journey.ts';

const placeholder = /\{secret:[\w-]+\}/g;

/** Each name once. */
export function secretsOf({ steps }: Pick<Journey, 'steps'>): readonly string[] {
  const texts = steps.flatMap(({ headers, body }) => [body ?? '', ...headers.map(([, value]) => value)]);
  const names = texts.flatMap((text) => text.match(placeholder) ?? []).map((found) => found.slice(8, -1));
  return [...new Set(names)];
}
