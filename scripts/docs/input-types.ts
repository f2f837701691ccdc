/** What the types of the configuration say about each key: their docstrings, read from the sources that the compiler holds to the schema. */
import { readFileSync } from 'node:fs';
import { invariant } from '@garbageday/core/errors.ts';
import { tsPlugin } from '@sveltejs/acorn-typescript';
import { type AnyNode, type Comment, Parser } from 'acorn';

/** A key, with what is said about it, and the keys below it. */
export type KeyDoc = {
  /** One paragraph. */
  readonly text: string;
  /** What the docstring says the default is: `'UTC'`; null: nothing. */
  readonly byDefault: string | null;
  readonly examples: readonly string[];
  readonly keys: ReadonlyMap<string, KeyDoc>;
};

/** The docstrings of a type and of everything that it refers to in these files. */
export function readKeyDocs(files: readonly string[], type: string): KeyDoc {
  const sources = files.map((file) => parsed(readFileSync(file, 'utf8')));
  const aliases = new Map(sources.flatMap(({ aliases }) => aliases));
  return docOf(type, aliases);
}

/** A type alias: its node, and what was said before it. */
type Alias = { readonly node: unknown; readonly comment: string; readonly before: (at: number) => string };

function parsed(text: string): { readonly aliases: readonly (readonly [string, Alias])[] } {
  const comments: Comment[] = [];
  const options = { ecmaVersion: 'latest', sourceType: 'module', onComment: comments } as const;
  const program = Parser.extend(tsPlugin()).parse(text, options);
  const before = (at: number) => commentBefore(text, comments, at);
  const aliases = program.body.flatMap((statement) => {
    const declaration: unknown = Reflect.get(statement, 'declaration');
    if (typeOf(declaration) !== 'TSTypeAliasDeclaration') return [];
    const name = nameOf(field(declaration, 'id'));
    const node = field(declaration, 'typeAnnotation');
    return [[name, { node, comment: before(statement.start), before }] as const];
  });
  return { aliases };
}

/** The docstring that ends right before a place; empty if there is none. */
function commentBefore(text: string, comments: readonly Comment[], at: number): string {
  const found = comments.findLast(({ end, type }) => end <= at && type === 'Block');
  if (found === undefined || text.slice(found.end, at).trim() !== '') return '';
  return found.value
    .split('\n')
    .map((line) => line.replace(/^\s*\*+ ?/, ''))
    .join('\n')
    .trim();
}

function docOf(type: string, aliases: ReadonlyMap<string, Alias>): KeyDoc {
  const alias = aliases.get(type);
  invariant(alias !== undefined, `no type ${type} in the files of the configuration`);
  return { ...splitDocstring(alias.comment), keys: keysOf(alias.node, alias, aliases) };
}

function keysOf(
  node: unknown,
  alias: Alias,
  aliases: ReadonlyMap<string, Alias>,
): ReadonlyMap<string, KeyDoc> {
  const literal = innermost(node, aliases);
  if (literal === null) return new Map();
  if (typeof literal === 'string') return docOf(literal, aliases).keys;
  const members = field(literal, 'members');
  invariant(Array.isArray(members), 'a type literal without members');
  return new Map(
    members.map((member: unknown) => {
      const annotation = field(field(member, 'typeAnnotation'), 'typeAnnotation');
      const said = splitDocstring(alias.before(startOf(member)));
      const below = innermost(annotation, aliases);
      const examples = [
        ...said.examples,
        ...(typeof below === 'string' ? docOf(below, aliases).examples : []),
      ];
      const text = typeof below === 'string' && said.text === '' ? docOf(below, aliases).text : said.text;
      const keys = keysOf(annotation, alias, aliases);
      return [nameOf(field(member, 'key')), { ...said, text, examples, keys }] as const;
    }),
  );
}

/** Looks through lists, `readonly` and `| undefined`: the first literal, or the name of a type in these files. */
function innermost(node: unknown, aliases: ReadonlyMap<string, Alias>): AnyNode | string | null {
  switch (typeOf(node)) {
    case 'TSTypeLiteral':
      return isNode(node) ? node : null;
    case 'TSTypeReference': {
      const name = nameOf(field(node, 'typeName'));
      return name.endsWith('Input') && aliases.has(name) ? name : null;
    }
    case 'TSArrayType':
      return innermost(field(node, 'elementType'), aliases);
    case 'TSTypeOperator':
      return innermost(field(node, 'typeAnnotation'), aliases);
    case 'TSParenthesizedType':
      return innermost(field(node, 'typeAnnotation'), aliases);
    case 'TSUnionType': {
      const types = field(node, 'types');
      invariant(Array.isArray(types), 'a union without types');
      return types.map((each: unknown) => innermost(each, aliases)).find((each) => each !== null) ?? null;
    }
    default:
      return null;
  }
}

/** `Default 'UTC'.` is not part of the text, and neither are examples. */
function splitDocstring(comment: string): Pick<KeyDoc, 'text' | 'byDefault' | 'examples'> {
  const [said = '', ...examples] = comment.split(/\s*@example /);
  const paragraph = said.replaceAll(/\s+/g, ' ').trim();
  const [whole = '', byDefault] = /(?:^| )Default:? (.+?)(?:\.(?= [A-Z'])|\.$)/.exec(paragraph) ?? [];
  return {
    text: paragraph.replace(whole, '').trim(),
    byDefault: byDefault ?? null,
    examples: examples.map((example) => example.trim()),
  };
}

function field(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined;
}

function typeOf(node: unknown): unknown {
  return field(node, 'type');
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function nameOf(node: unknown): string {
  return String(field(node, 'name'));
}

function startOf(node: unknown): number {
  return Number(field(node, 'start'));
}
