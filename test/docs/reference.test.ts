import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { configurationProblems, parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { service } from '../../demo/stack/src/offer.ts';
import { variablesRead } from '../../scripts/docs/environment-section.ts';
import { generatedPages } from '../../scripts/docs/generated-pages.ts';
import { demoOffer, documentedProgram } from '../../scripts/docs/program.ts';

const root = resolve(import.meta.dirname, '../..');
const pages = generatedPages(root);
const page = (name: string) => pages.find(({ path }) => path === `docs/reference/${name}.md`)?.text ?? '';

/** The value of a key, as it is written in a page. */
function written(source: string): object {
  return new Function(`return { ${source} }`)() as object;
}

describe('generated pages', () => {
  it.each(pages)('$path is as the program makes it (npm run docs)', ({ path, text }) => {
    expect(readFileSync(`${root}/${path}`, 'utf8')).toBe(text);
  });
});

describe('docs/reference/configuration.md', () => {
  const blocks = [...page('configuration').matchAll(/```ts\n(\w+: [\s\S]*?)```/g)].map(
    ([, block = '']) => block,
  );
  const journeys = [
    { name: 'users', role: 'load', steps: [{ name: 'insert', path: '/' }] },
    { name: 'probe', role: 'judge', steps: [{ name: 'front', path: '/' }] },
  ];

  it('has an example of each part', () => {
    expect(blocks.length).toBeGreaterThan(9);
  });

  it.each(blocks)('has an example that is a configuration: %s', (block) => {
    const configuration = parseConfiguration({ journeys, ...written(block) }, 'the page');
    expect(configuration).toMatchObject({ service: 'wordcount' });
  });

  const rows = [
    ...page('configuration').matchAll(/^## (?<part>\w+)(?:\[\])?$(?<text>[\s\S]*?)(?=^##)/gm),
  ].flatMap(({ groups: { part = '', text = '' } = {} }) =>
    [...text.matchAll(/^\| `([\w.]+)` \| (.*?) \| (.*?) \| (.*?) \| `(.*?)` \|/gm)].map(
      ([, key = '', , , , example = '']) => [part, key, example] as const,
    ),
  );

  /** What is missing beside a key is not its own fault, except where keys exclude each other. */
  const beside: Readonly<Record<string, object>> = {
    'exclusions.to': { from: '2026-12-24T18:00' },
    'exclusions.duration': { cron: '0 2 * * 7' },
    'exclusions.rrule': { start: '2026-01-04T02:00', duration: '2h' },
    'exclusions.start': { rrule: 'FREQ=MONTHLY;BYDAY=1SU', duration: '2h' },
    'slos.budgeting.slice': { budgeting: { kind: 'ratio-timeslices' } },
    'slos.budgeting.target': { budgeting: { kind: 'timeslices' } },
  };

  it('has an example of nearly every key', () => {
    expect(rows.length).toBeGreaterThan(60);
  });

  it.each(rows)('has an example that may be written there: %s, %s: %s', (part, key, example) => {
    const [outer = '', ...inner] = key.split('.');
    const nested = inner.reduceRight((text, name) => `{ ${name}: ${text} }`, example);
    const own = written(`${outer}: ${nested}`) as Record<string, object>;
    const others = (beside[`${part}.${key}`] ?? {}) as Record<string, object>;
    const item = {
      ...others,
      ...own,
      ...(inner.length > 0 ? { [outer]: { ...others[outer], ...own[outer] } } : {}),
    };
    const isList = page('configuration').includes(`## ${part}[]`);
    const problems = configurationProblems({ journeys, [part]: isList ? [item] : item });
    const place = [part, ...(isList ? [0] : []), outer, ...inner].join();
    expect(problems.filter(({ path }) => path.join().startsWith(place))).toEqual([]);
  });
});

describe('docs/reference/commands.md', () => {
  const all = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(all)];
  const commands = all(documentedProgram([]));

  it('has every option of every command', () => {
    const flags = commands.flatMap((command) => command.options.map((option) => option.flags));
    expect(flags.length).toBeGreaterThan(50);
    expect(flags.filter((flag) => !page('commands').includes(`\`${flag}\``))).toEqual([]);
  });

  it('has every command', () => {
    const names = commands
      .filter((command) => command.commands.length === 0)
      .map((command) => command.name());
    expect(
      names.filter((name) => !new RegExp(`^## garbageday (slo )?${name}$`, 'm').test(page('commands'))),
    ).toEqual([]);
  });

  it('has every environment variable that the command reads', () => {
    const names = variablesRead(root).map(([name]) => name);
    expect(names).toEqual(
      expect.arrayContaining(['NO_COLOR', 'GARBAGEDAY_MONGOD', 'DD_API_KEY', 'OTEL_EXPORTER_OTLP_ENDPOINT']),
    );
    expect(names.filter((name) => !page('commands').includes(`\`${name}\``))).toEqual([]);
  });

  it('offers what the demo offers', () => {
    expect(demoOffer.data).toEqual(service.data);
  });
});
