/** The law of imports (.dependency-cruiser.cjs) catches what it forbids: one planted violation of each rule. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '../..');

const resultSchema = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
    ruleSetUsed: z.object({ forbidden: z.array(z.object({ name: z.string() })) }),
  }),
});

/** Of each rule, a file that breaks it: its path and what it says. */
const planted: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'core-wording-sees-only-what-is-before-it': core('wording', 'time'),
  'core-time-sees-only-what-is-before-it': core('time', 'statistics'),
  'core-statistics-sees-only-what-is-before-it': core('statistics', 'probe'),
  'core-probe-sees-only-what-is-before-it': core('probe', 'slo'),
  'core-slo-sees-only-what-is-before-it': core('slo', 'chaos'),
  'core-schedule-sees-only-what-is-before-it': core('schedule', 'chaos'),
  'core-chaos-sees-only-what-is-before-it': core('chaos', 'report'),
  'core-report-sees-only-what-is-before-it': core('report', 'attic'),
  'core-layers-are-known': core('attic', 'time'),
  'core-may-import': ['packages/core/src/time/a.ts', "import '../../../config/src/plain.ts';"],
  'config-may-import': across('config', 'local'),
  'cost-may-import': across('cost', 'aws'),
  'prober-may-import': across('prober', 'render'),
  'render-may-import': across('render', 'slack'),
  'local-may-import': across('local', 'config'),
  'aws-may-import': across('aws', 'config'),
  'slack-may-import': across('slack', 'aws'),
  'sst-may-import': across('sst', 'local'),
  'garbageday-may-import': across('garbageday', 'slack'),
  'monitors-may-import': across('monitors', 'page'),
  'page-may-import': across('page', 'local'),
  'otlp-may-import': across('otlp', 'local'),
  'annotations-may-import': across('annotations', 'local'),
  'the-page-in-the-browser-has-no-node': ['packages/page/src/client/planted.ts', "import 'node:fs';"],
  'commands-know-no-platform-by-name': [
    'packages/cli/src/commands/planted.ts',
    "import '../../../aws/src/plain.ts';",
  ],
  'product-does-not-import-the-demo': [
    'packages/local/src/demo.ts',
    "import '../../../demo/wordcount/src/plain.ts';",
  ],
  'component-does-not-import-the-service': ['packages/sst/src/b.ts', "import '../../../stacks/plain.ts';"],
  'stacks-use-the-component': ['stacks/c.ts', "import '../packages/sst/src/plain.ts';"],
  'demo-imports-public-faces-only': ['demo/planted.ts', "import '../packages/config/inside/plain.ts';"],
  'programs-of-the-demo-stand-alone': [
    'demo/wordcount/src/planted.ts',
    "import '../../../packages/config/src/plain.ts';",
  ],
  'functions-may-import': ['functions/a.ts', "import '../packages/page/src/plain.ts';"],
  'functions-load-config-late': ['functions/b.ts', "import '../packages/config/src/plain.ts';"],
  'nobody-imports-functions': [
    'stacks/a.ts',
    "import '../functions/specs.ts'; import '../functions/plain.ts';",
  ],
  'stacks-import-the-contract-alone': ['stacks/b.ts', "import '../packages/aws/src/plain.ts';"],
  'aws-contract-is-data': ['packages/aws/src/contract/a.ts', "import '../plain.ts';"],
  'specs-are-data': ['functions/specs.ts', "import './plain.ts';"],
  'core-is-pure': ['packages/core/src/time/b.ts', "import 'node:fs';"],
  'declared-dependencies-only': ['packages/config/src/b.ts', "import 'nobody-has-heard-of-it';"],
  'packages-do-not-import-tests': ['packages/config/src/c.ts', "import '../../../test/plain.ts';"],
  'no-cycles': ['packages/cost/src/about.ts', "import './round.ts';"],
  'no-orphans': ['packages/render/src/orphan.ts', 'export const alone = 1;'],
};

function core(from: string, to: string) {
  return [`packages/core/src/${from}/planted.ts`, `import type { Plain } from '../${to}/plain.ts';`] as const;
}

function across(from: string, to: string) {
  return [`packages/${from}/src/planted.ts`, `import '../../${to}/src/plain.ts';`] as const;
}

const layers = ['wording', 'time', 'statistics', 'probe', 'slo', 'schedule', 'chaos', 'report', 'attic'];
const packages = ['config', 'local', 'aws', 'render', 'slack', 'sst', 'page'];

const innocent = [
  ...layers.map((layer) => `packages/core/src/${layer}/plain.ts`),
  ...packages.map((name) => `packages/${name}/src/plain.ts`),
  ...['functions/plain.ts', 'test/plain.ts', 'packages/aws/src/contract/plain.ts'],
  'stacks/plain.ts',
  ...['demo/wordcount/src/plain.ts', 'packages/config/inside/plain.ts'],
];

describe('the law of imports', () => {
  let directory = '';
  let found: z.infer<typeof resultSchema>['summary'];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'garbageday-law-'));
    const write = (file: string, text: string) => {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), `${text}\n`);
    };
    for (const file of innocent) write(file, 'export type Plain = 1;');
    for (const [file, text] of Object.values(planted)) write(file, text);
    write('packages/cost/src/round.ts', "import './about.ts';");
    write('package.json', '{"type": "module"}');
    write('tsconfig.json', '{"compilerOptions": {"module": "nodenext", "allowImportingTsExtensions": true}}');
    cpSync(join(root, '.dependency-cruiser.cjs'), join(directory, '.dependency-cruiser.cjs'));
    const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const argv = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [depcruise, ...argv, 'packages', 'demo', 'functions', 'stacks', 'test'],
      { cwd: directory, maxBuffer: 50_000_000 },
    );
    found = resultSchema.parse(JSON.parse(stdout)).summary;
  }, 60_000);

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(Object.entries(planted))('%s', (rule, [file]) => {
    expect(found.violations.filter(({ rule: { name } }) => name === rule)).toContainEqual(
      expect.objectContaining({ from: file }),
    );
  });

  it('has a planted violation of every rule', () => {
    const names = found.ruleSetUsed.forbidden.map(({ name }) => name);
    expect(names.toSorted()).toEqual(Object.keys(planted).toSorted());
  });

  it('lets go what is allowed', () => {
    const allowed = innocent.filter((file) => !file.includes('/attic/'));
    const rules = found.violations.filter(({ from }) => allowed.includes(from)).map(({ rule }) => rule.name);
    // Nobody imports some of them: that alone is said.
    expect(new Set(rules)).toEqual(new Set(['no-orphans']));
  });
});

describe('the pages of types', () => {
  it.each(['ports.ts', 'configuration.ts'])('%s imports nothing else', (page) => {
    const text = readFileSync(join(root, 'packages/core/src', page), 'utf8');
    const imports = text.match(/^(import .*|export .* from .*|} from .*)/gm) ?? [];
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter((line) => !/^import type \{|^\} from/.test(line))).toEqual([]);
  });
});
