/** `docs/reference/configuration.md`: every key of a configuration, from its schema and the docstrings of its types. */
import { configurationSchemas } from '@garbageday/config/configuration-schema.ts';
import { groupDefaults } from '@garbageday/config/group-defaults.ts';
import { formatDuration } from '@garbageday/render/format.ts';
import { z } from 'zod';
import { examplesOf } from './example-values.ts';
import { type KeyDoc, readKeyDocs } from './input-types.ts';
import { code, generated, table } from './markdown.ts';
import { type Node, nodesOf, shapeText, typeText } from './schema-node.ts';

const sources = ['annotations-input', 'configuration-input', 'group-input', 'journey-input'];

export function configurationReference(root: string): string {
  const files = sources.map((name) => `${root}/packages/config/src/${name}.ts`);
  const whole = readKeyDocs(files, 'ConfigurationInput');
  const schema: unknown = z.toJSONSchema(configurationSchemas.local, { io: 'input', unrepresentable: 'any' });
  const tops = nodesOf(schema);
  const plain = [...tops].filter(([, node]) => node.keys.size === 0);
  const nested = [...tops].filter(([, node]) => node.keys.size > 0);
  return [
    '# Configuration reference',
    generated,
    'Every key of `garbageday.config.ts`, `.js` or `.json`. All of them may be left out. A key that does not exist is an error that names the ' +
      "nearest one that does, and so is a value outside of its limits. A duration is a whole number and its unit: `'300ms'`, `'30s'`, `'2m'`, `'1h'`, " +
      "`'1d'`; a ratio is `0.999`, never `'99.9%'`. **Where**: on which platform a key matters; it is checked on both. " +
      '[`garbageday.config.ts`](../../garbageday.config.ts) of this repository sets every key to its default.',
    '```ts\n' +
      "import { defineConfig } from 'garbageday/config';\n\n" +
      `export default defineConfig(${whole.examples[0] ?? '{}'});\n` +
      '```',
    rowsTable(new Map(plain), { doc: whole, where: null, path: [], example: null }),
    ...nested.flatMap(([key, node]) =>
      section([named(key, node)], node, { doc: docFor(whole, key), where: null }),
    ),
    groupDefaultsSection(),
    '',
  ].join('\n\n');
}

type Said = { readonly doc: KeyDoc; readonly where: string | null };

const nothing: KeyDoc = { text: '', byDefault: null, examples: [], keys: new Map() };

function docFor(doc: KeyDoc, key: string): KeyDoc {
  return doc.keys.get(key) ?? nothing;
}

/** A heading, what it is, an example, its keys; then the lists of objects in it, each with its own heading. */
function section(path: readonly string[], node: Node, { doc, where }: Said): readonly string[] {
  const [key = '', ...deeper] = path;
  const [example = null] = doc.examples;
  const here = node.where ?? where;
  const lists = [...node.keys].filter(([, below]) => hasSection(below));
  const byDefault =
    doc.byDefault === null ? '' : `Default: ${doc.byDefault.replace(/^(\w+): (.+)$/, '$1 ($2)')}.`;
  return [
    `${'#'.repeat(path.length + 1)} ${path.join('.')}`,
    [doc.text, byDefault].filter(Boolean).join(' '),
    ...(example === null || deeper.length > 0
      ? []
      : [`\`\`\`ts\n${key.replace('[]', '')}: ${node.isList ? `[${example}]` : example},\n\`\`\``]),
    ...(node.keys.size === 0 ? [] : [rowsTable(node.keys, { doc, where: here, path, example })]),
    ...(node.variants.length === 0
      ? []
      : [`Each is one of these:\n\n\`\`\`ts\n${node.variants.map(shapeText).join('\n')}\n\`\`\``]),
    ...lists.flatMap(([below, list]) =>
      section([...path, named(below, list)], list, { doc: docFor(doc, below), where: here }),
    ),
  ].filter((part) => part !== '');
}

/** Lists of objects have. */
function hasSection({ isList, keys, variants }: Node): boolean {
  return isList && (keys.size > 0 || variants.length > 0);
}

function named(key: string, { isList }: Node): string {
  return isList ? `${key}[]` : key;
}

/** As GitHub makes it of a heading. */
function anchor(path: readonly string[]): string {
  return path
    .join('')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase();
}

type Row = readonly [key: string, node: Node, doc: KeyDoc, where: string | null, example: string | undefined];

/** Objects in objects are one row for each of their keys: `hypothesis.maxP99`. */
function rowsOf(
  keys: ReadonlyMap<string, Node>,
  { doc, where, example }: Said & { readonly example: string | null },
): readonly Row[] {
  const written = examplesOf(example);
  return [...keys].flatMap(([key, node]): readonly Row[] => {
    const said = docFor(doc, key);
    const here = node.where ?? where;
    const [own = written.get(key) ?? null] = said.examples;
    if (node.isList || node.keys.size === 0) return [[key, node, said, here, own ?? undefined]];
    const below = rowsOf(node.keys, { doc: said, where: here, example: own });
    return below.map(([name, ...rest]) => [`${key}.${name}`, ...rest]);
  });
}

function rowsTable(
  keys: ReadonlyMap<string, Node>,
  said: Said & { readonly example: string | null; readonly path: readonly string[] },
): string {
  return table(
    ['key', 'type and limits', 'default', 'where', 'example', 'what it says'],
    rowsOf(keys, said).map(([key, node, doc, where, example]) => {
      const link = hasSection(node) ? `[below](#${anchor([...said.path, key])})` : doc.text;
      return [
        ...[code(key), typeText(node), defaultText(node, doc), whereText(where)],
        exampleText(example, node, doc),
        link,
      ];
    }),
  );
}

function whereText(where: string | null): string {
  if (where === null) return 'both';
  return where === 'aws' ? 'AWS' : 'this machine';
}

const literal = /^(?:'[^' ]*'|[\d.]+|true|false|null)$/;

function defaultText(node: Node, { byDefault }: KeyDoc): string {
  if (node.isRequired) return 'required';
  if (byDefault !== null) return literal.test(byDefault) ? code(byDefault) : byDefault;
  if (node.byDefault === undefined) return '';
  const written = JSON.stringify(node.byDefault).replaceAll('"', "'");
  return written === '[]' ? 'none' : code(written);
}

/** What is written somewhere in the docstrings; else the last choice, else the default. */
function exampleText(example: string | undefined, node: Node, { byDefault }: KeyDoc): string {
  if (example !== undefined) return hasSection(node) ? '' : code(example);
  const other = node.choices.findLast((choice) => choice !== byDefault);
  if (other !== undefined) return code(other);
  if (node.kind === 'boolean') return code(`${byDefault !== 'true'}`);
  return byDefault !== null && literal.test(byDefault) && byDefault !== 'null' ? code(byDefault) : '';
}

const kinds = ['web', 'data', 'load-balancer'] as const;

function groupDefaultsSection(): string {
  const rows = kinds.map((kind) => {
    const here = groupDefaults(kind, { size: undefined, platform: 'local' });
    const onAws = groupDefaults(kind, { size: undefined, platform: 'aws' });
    const { desiredSize, requiredHealthy, fault, hypothesis } = here;
    return [
      ...[code(kind), `${desiredSize}`, `${requiredHealthy}`, code(fault), `${hypothesis.maxBadProbes}`],
      formatDuration(hypothesis.maxP99Ms),
      ...[formatDuration(hypothesis.maxRecoverMs), formatDuration(onAws.hypothesis.maxRecoverMs)],
    ];
  });
  const head = [
    'kind',
    'desiredSize',
    'requiredHealthy',
    'fault',
    'maxBadProbes',
    'maxP99',
    'maxRecover',
    'maxRecover on AWS',
  ];
  return `## Defaults of a group\n\nWhat depends on the \`kind\`:\n\n${table(head, rows)}`;
}
