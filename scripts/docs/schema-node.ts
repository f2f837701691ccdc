/** A JSON schema, read as a tree of keys. */
import { code } from './markdown.ts';

export type Node = {
  readonly isRequired: boolean;
  readonly isList: boolean;
  /** Undefined: the schema has none, or one that is computed. */
  readonly byDefault: unknown;
  /** `local` or `aws`; null: both. */
  readonly where: string | null;
  readonly kind: string;
  readonly limits: string | null;
  readonly isNullable: boolean;
  /** The values, if only these may be written. */
  readonly choices: readonly string[];
  /** Of an object, or of the objects in a list. */
  readonly keys: ReadonlyMap<string, Node>;
  /** Of which an object is one. */
  readonly variants: readonly ReadonlyMap<string, Node>[];
};

export function nodesOf(schema: unknown): ReadonlyMap<string, Node> {
  const required = listOf(field(schema, 'required'));
  return new Map(
    Object.entries(record(field(schema, 'properties'))).map(([key, below]) => [
      key,
      nodeOf(below, required.includes(key)),
    ]),
  );
}

function nodeOf(schema: unknown, isRequired: boolean): Node {
  const either = listOf(field(schema, 'anyOf'));
  const types = listOf(field(schema, 'type'));
  if (types.length > 0) {
    const type = types.filter((each) => each !== 'null').join(' or ');
    return { ...nodeOf({ ...record(schema), type }, isRequired), isNullable: types.includes('null') };
  }
  const isNullable = either.some((each) => field(each, 'type') === 'null');
  const others = either.filter((each) => field(each, 'type') !== 'null');
  // Nullable: what else it may be, with what is said about both.
  if (isNullable && others.length === 1)
    return {
      ...nodeOf({ ...record(schema), anyOf: undefined, ...record(others[0]) }, isRequired),
      isNullable,
    };
  const isList = field(schema, 'type') === 'array';
  const item = isList ? field(schema, 'items') : schema;
  const variants = listOf(field(item, 'anyOf') ?? field(item, 'oneOf'))
    .map(nodesOf)
    .filter(({ size }) => size > 0);
  return {
    ...{ isRequired, isList, isNullable, variants },
    byDefault: field(schema, 'default'),
    where: textOf(field(schema, 'platform')),
    kind: kindOf(item),
    limits: textOf(field(item, 'limits')),
    choices: choicesOf(item),
    keys: nodesOf(item),
  };
}

function choicesOf(schema: unknown): readonly string[] {
  const constant = field(schema, 'const');
  const values = constant === undefined ? listOf(field(schema, 'enum')) : [constant];
  return values.map((value) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value)));
}

function kindOf(schema: unknown): string {
  const either = listOf(field(schema, 'anyOf')).map((each) => field(each, 'type'));
  if (either.length > 0 && either.every((type) => typeof type === 'string')) return either.join(', ');
  const type = field(schema, 'type');
  if (type === 'object' && field(schema, 'propertyNames') !== undefined) return 'object of strings';
  return textOf(field(schema, 'kind')) ?? textOf(type) ?? 'object';
}

/** `duration, 1ms to 60s`; `list of name`. */
export function typeText({ isList, kind, limits, choices, isNullable, variants }: Node): string {
  const shapes = isList ? 'object' : variants.map((variant) => code(shapeText(variant))).join(' or ');
  const what = choices.length > 0 ? choices.map(code).join(', ') : variants.length > 0 ? shapes : kind;
  const plain = limits === null ? what : `${what}, ${limits}`;
  return `${isList ? 'list of: ' : ''}${plain}${isNullable ? ', or `null`' : ''}`;
}

/** `{ kind: 'status', equals: whole number }`. */
export function shapeText(keys: ReadonlyMap<string, Node>): string {
  const parts = [...keys].map(([key, node]) => {
    const value = node.choices.length > 0 ? node.choices.join(' | ') : node.kind;
    return `${key}${node.isRequired ? '' : '?'}: ${value}`;
  });
  return `{ ${parts.join(', ')} }`;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
