/** YAML from untrusted sources: bounded, plain, and with the line of every value. */
import { formatDecimal } from '@garbageday/core/wording/words.ts';
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { shown } from '../describe-issue.ts';
import type { Problem } from './problem.ts';

/** Enough for hundreds of SLOs. */
export const maxYamlBytes = 1_048_576;

/** OpenSLO itself nests twelve deep. */
export const maxYamlDepth = 40;

/** One document: plain JavaScript values, and the line of the value at a path. */
export type YamlDocument = {
  /** The file, as named to the reader; empty if there is only one. */
  readonly where: string;
  readonly value: unknown;
  /** The line of the key that the path leads to, or of the nearest value above if it leads nowhere. Counts from 1. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
};

export type YamlRead =
  | { readonly kind: 'ok'; readonly documents: readonly YamlDocument[] }
  | { readonly kind: 'bad'; readonly problems: readonly Problem[] };

/** Reads every document that is not empty. Anchors, aliases, tags and directives are problems: OpenSLO needs none. */
export function readYamlDocuments(text: string, where = ''): YamlRead {
  const bad = badIn(where);
  const size = Buffer.byteLength(text);
  if (size > maxYamlBytes) return bad(1, tooLarge(size));
  const lines = new LineCounter();
  const tokens = tokensOf(text, lines, bad);
  if (tokens.kind === 'bad') return tokens;
  // Its own check for duplicate keys takes quadratic time.
  const composer = new Composer({ schema: 'core', stringKeys: true, prettyErrors: false, uniqueKeys: false });
  const documents = [...composer.compose(tokens.tokens, true, text.length)];
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const problems = documents.flatMap((document) => problemsOf(document, lineAt, where));
  if (problems.length > 0) return { kind: 'bad', problems };
  const filled = documents.filter(({ contents }) => contents !== null && !isEmptyScalar(contents));
  if (filled.length === 0) return bad(1, 'contains no document');
  return { kind: 'ok', documents: filled.map((document) => locatedDocument(document, lineAt, where)) };
}

/** `is 10.5 MB; write 1 MB at most, or several files`; rounded up, so that it never says 1 MB. */
export function tooLarge(bytes: number): string {
  const hundredths = Math.ceil((bytes * 100) / 1_048_576);
  return `is ${formatDecimal(hundredths / 100)} MB; write 1 MB at most, or several files`;
}

type Bad = (line: number, message: string) => YamlRead & { readonly kind: 'bad' };

function badIn(where: string): Bad {
  return (line, message) => ({ kind: 'bad', problems: [mistake(where, line, message)] });
}

function mistake(where: string, line: number, message: string): Problem {
  return { where, line, path: '', message, severity: 'mistake' };
}

type Tokens = { readonly kind: 'ok'; readonly tokens: readonly CST.Token[] };

/** The concrete syntax, whose parser keeps its own stack; composing recurses, so the depth is checked first. */
function tokensOf(
  text: string,
  lines: LineCounter,
  bad: Bad,
): Tokens | (YamlRead & { readonly kind: 'bad' }) {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > maxYamlDepth) {
      const { line } = lines.linePos(parser.offset);
      return bad(line, `is nested more than ${maxYamlDepth} deep; no OpenSLO document needs that`);
    }
  }
  return { kind: 'ok', tokens: [...tokens, ...parser.end()] };
}

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

function problemsOf(
  document: Document.Parsed,
  lineAt: (offset: number) => number,
  where: string,
): readonly Problem[] {
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) return [mistake(where, lineAt(error.pos[0]), describeYamlError(error))];
  const problems: Problem[] = [];
  const add = (node: Node, message: string) => {
    problems.push(mistake(where, lineAt(node.range?.[0] ?? 0), message));
  };
  visit(document, {
    Node: (_key, node) => {
      const why = whyNotPlain(node);
      if (why !== null) add(node, why);
    },
    Map: (_key, map) => {
      for (const { key, text } of repeatedKeys(map))
        add(key, `the key ${shown(text)} appears twice; remove one`);
    },
  });
  return problems;
}

function repeatedKeys(map: YAMLMap): readonly { readonly key: Node; readonly text: string }[] {
  const seen = new Set<string>();
  return map.items.flatMap(({ key }) => {
    const text = isScalar(key) ? String(key.value) : '';
    const isRepeated = seen.has(text);
    seen.add(text);
    return isRepeated && isNode(key) ? [{ key, text }] : [];
  });
}

function whyNotPlain(node: Node): string | null {
  if (isAlias(node)) return `the alias *${node.source} is not allowed; write the value out`;
  if (node.anchor !== undefined)
    return `the anchor &${node.anchor} is not allowed; write the value where it is needed`;
  return node.tag === undefined ? null : `the tag ${node.tag} is not allowed; write the plain value`;
}

function describeYamlError({ code, message }: YAMLError): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'is indented with a tab; YAML allows only spaces';
    case 'NON_STRING_KEY':
      return 'the key is not a string; write a name';
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
    case 'MULTIPLE_ANCHORS':
      return 'aliases and anchors are not allowed; write the value out';
    case 'TAG_RESOLVE_FAILED':
      return 'tags are not allowed; write the plain value';
    default:
      return `is not YAML: ${message.split('\n')[0] ?? ''}`;
  }
}

function locatedDocument(
  document: Document.Parsed,
  lineAt: (offset: number) => number,
  where: string,
): YamlDocument {
  return {
    where,
    value: document.toJS(),
    lineOf: (path) => lineAt(offsetOf(document.contents, path)),
  };
}

/** The offset of the last part's key, if it has one. */
function offsetOf(root: unknown, path: readonly PropertyKey[]): number {
  let [node, offset] = [root, isNode(root) ? (root.range?.[0] ?? 0) : 0];
  for (const part of path) {
    const step = childOf(node, part);
    if (step === null) return offset;
    offset = step.offset;
    node = step.node;
  }
  return offset;
}

function childOf(node: unknown, part: PropertyKey): { node: unknown; offset: number } | null {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
    if (!isPair(pair) || !isNode(pair.key)) return null;
    return { node: pair.value, offset: pair.key.range?.[0] ?? 0 };
  }
  const item = isSeq(node) ? node.items[Number(part)] : undefined;
  return isNode(item) ? { node: item, offset: item.range?.[0] ?? 0 } : null;
}
