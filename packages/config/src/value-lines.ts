/**
 * On which line of a configuration file the value at a path is: exact for JSON, as close as literals allow for code.
 */
import { tsPlugin } from '@sveltejs/acorn-typescript';
import { type AnyNode, type Expression, type Node, Parser } from 'acorn';
import { readYamlDocuments } from './openslo/yaml-documents.ts';

/** Counts from 1; the line of the nearest value above if the path is not in the file. */
export type LineOf = (path: readonly PropertyKey[]) => number;

/** JSON is YAML; its strings contain no tabs. */
export function linesOfJson(text: string): LineOf {
  const read = readYamlDocuments(text.replaceAll('\t', ' '));
  const [document] = read.kind === 'ok' ? read.documents : [];
  return document === undefined ? () => 1 : document.lineOf;
}

/** For the object that is the default export, or is passed to a function such as `defineConfig`. */
export function linesOfCode(text: string): LineOf {
  const root = rootOf(text);
  return (path) => (root === null ? 1 : lineOf(root, path));
}

/** `null` for code that does not parse, or exports something computed. */
function rootOf(text: string): Expression | null {
  try {
    const options = { ecmaVersion: 'latest', sourceType: 'module', locations: true } as const;
    const program = Parser.extend(tsPlugin()).parse(text, options);
    const exported = program.body.find((node) => node.type === 'ExportDefaultDeclaration')?.declaration;
    return exported === undefined ? null : literalOf(exported);
  } catch {
    return null;
  }
}

/** Looks through type-only wrappers and into the first argument of a call. */
function literalOf(node: AnyNode): Expression | null {
  switch (node.type) {
    case 'ObjectExpression':
    case 'ArrayExpression':
      return node;
    case 'CallExpression': {
      const [first] = node.arguments;
      return first === undefined ? null : literalOf(first);
    }
    default: {
      // `… as const` and `… satisfies T` of acorn-typescript, which acorn's own types lack.
      const inner: unknown = Reflect.get(node, 'expression');
      return isNode(inner) ? literalOf(inner) : null;
    }
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function lineOf(root: Expression, path: readonly PropertyKey[]): number {
  let [node, line] = [literalOf(root), startOf(root)];
  for (const part of path) {
    const child = node === null ? null : childOf(node, part);
    if (child === null) return line;
    line = startOf(child.at);
    node = literalOf(child.value);
  }
  return line;
}

function childOf(node: Expression, part: PropertyKey): { readonly at: Node; readonly value: AnyNode } | null {
  if (node.type === 'ArrayExpression') {
    const element = node.elements[Number(part)];
    // After a spread, indices do not match the written positions.
    const isSpread = node.elements.slice(0, Number(part) + 1).some((each) => each?.type === 'SpreadElement');
    return element === null || element === undefined || isSpread ? null : { at: element, value: element };
  }
  if (node.type !== 'ObjectExpression') return null;
  const property = node.properties.findLast(
    (each) => each.type === 'Property' && keyOf(each.key) === String(part),
  );
  return property?.type === 'Property' ? { at: property.key, value: property.value } : null;
}

function keyOf(key: Expression | Node): string | null {
  const name: unknown = Reflect.get(key, 'name') ?? Reflect.get(key, 'value');
  return typeof name === 'string' ? name : null;
}

function startOf(node: Node): number {
  return node.loc?.start.line ?? 1;
}
