/** Every page that is generated, with its text: the references, and the index of each folder of pages. */
import { readdirSync, readFileSync } from 'node:fs';
import { abortKinds } from '@garbageday/core/chaos/abort-reason.ts';
import { refusalReasons } from '@garbageday/core/chaos/refusal.ts';
import { findingKinds } from '@garbageday/core/report/finding.ts';
import { commandsReference } from './commands-reference.ts';
import { configurationReference } from './configuration-reference.ts';
import { generated, type Page, table } from './markdown.ts';

export function generatedPages(root: string): readonly Page[] {
  return [
    { path: 'docs/reference/configuration.md', text: configurationReference(root) },
    { path: 'docs/reference/commands.md', text: commandsReference(root) },
    ...folders.map((folder) => ({ path: `docs/${folder.name}/README.md`, text: indexOf(root, folder) })),
  ];
}

/** Each page with its first sentence, in the order in which the program has the kinds. */
type Folder = {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** Pages that are not among them come last, by name. */
  readonly order: readonly string[];
};

const folders: readonly Folder[] = [
  {
    name: 'refusals',
    title: 'Refusals of the gate',
    about:
      'Before each kill the gate asks these questions, in this order, and the first one that holds refuses. A refusal is recorded with its ' +
      'numbers; nothing was hurt. In JSON it is `refusal.reason`.',
    order: refusalReasons,
  },
  {
    name: 'aborts',
    title: 'Why an experiment ends without a verdict',
    about:
      'An experiment that had passed the gate, and ended before its verdict. In JSON it is `reason.kind`. Undoing a fault is always ' +
      'attempted, also when it is not known whether it took effect.',
    order: abortKinds,
  },
  {
    name: 'findings',
    title: 'Findings about a server',
    about:
      'What a game day with a server of your own finds about the server itself. [findings.md](../findings.md) says how a CI job asks for one.',
    order: findingKinds,
  },
  {
    name: 'verdicts',
    title: 'Verdicts',
    about: 'Of a kill, of a whole run, of an objective, and of the comparison of two probes.',
    order: [
      ...['kill-pass', 'kill-fail', 'kill-inconclusive', 'kill-aborted', 'kill-no-end', 'kill-dry-run'],
      ...['run-kept', 'run-broken', 'run-inconclusive'],
      ...['objective-met', 'objective-missed', 'objective-not-yet-provable', 'objective-no-data'],
    ],
  },
];

function indexOf(root: string, { name, title, about, order }: Folder): string {
  const rank = (kind: string) => (order.includes(kind) ? order.indexOf(kind) : order.length);
  const kinds = readdirSync(`${root}/docs/${name}`)
    .filter((file) => file !== 'README.md')
    .map((file) => file.replace(/\.md$/, ''))
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const rows = kinds.map((kind) => [
    `[${kind}](${kind}.md)`,
    firstSentence(readFileSync(`${root}/docs/${name}/${kind}.md`, 'utf8')),
  ]);
  return [`# ${title}`, generated, about, table(['', 'what it means'], rows), ''].join('\n\n');
}

/** Of the first paragraph below the heading. A colon or `e.g.` does not end it; a full stop before a capital does. */
function firstSentence(text: string): string {
  const [, paragraph = ''] = text.split('\n\n');
  return (/^.*?\.(?=\s+[A-Z[`]|$)/s.exec(paragraph)?.[0] ?? paragraph).replaceAll('\n', ' ');
}
