/** The values in an example, key by key, as they are written there. */
import { parseExpressionAt } from 'acorn';

/** `{ from: '09:00', to: '15:00' }` → from → `'09:00'`. Empty for null and for what is not an object. */
export function examplesOf(example: string | null): ReadonlyMap<string, string> {
  if (example === null) return new Map();
  const expression = parseExpressionAt(example, 0, { ecmaVersion: 'latest' });
  if (expression.type !== 'ObjectExpression') return new Map();
  return new Map(
    expression.properties.flatMap((property) => {
      if (property.type !== 'Property' || property.key.type !== 'Identifier') return [];
      return [[property.key.name, example.slice(property.value.start, property.value.end)] as const];
    }),
  );
}
