/** IAM's condition operators, as many as this project writes (IAM User Guide, "Condition operators"). */
import type { Condition } from './document.ts';
import { matchesPattern } from './matches-pattern.ts';

/** What is known about a request: values by condition key, which are case-insensitive. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

type Compare = (wanted: string, given: string) => boolean;

const operators = new Map<string, Compare>([
  ['StringEquals', (wanted, given) => wanted === given],
  ['StringLike', matchesPattern],
  ['ArnEquals', matchesPattern],
  ['ArnLike', matchesPattern],
]);

/** @throws Error for an operator that is not known. */
export function holds({ operator, key, values }: Condition, context: Context): boolean {
  const given = valuesOf(context, key);
  if (operator === 'Null') return values.every((value) => (given === null) === (value === 'true'));
  const [quantifier, name] = operator.includes(':') ? operator.split(':') : [null, operator];
  const compare = operators.get(name ?? '');
  if (compare === undefined) throw new Error(`the policy matcher does not know the operator ${operator}`);
  const matches = (value: string) => values.some((wanted) => compare(wanted, value));
  switch (quantifier) {
    case null:
      return given?.some(matches) ?? false;
    // True of an empty set: without a Null condition beside it, a request that names nothing passes.
    case 'ForAllValues':
      return (given ?? []).every(matches);
    case 'ForAnyValue':
      return (given ?? []).some(matches);
    default:
      throw new Error(`the policy matcher does not know the quantifier ${quantifier}`);
  }
}

function valuesOf(context: Context, key: string): readonly string[] | null {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? null : [found[1]].flat();
}
