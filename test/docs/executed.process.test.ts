/**
 * Commands of the docs, run as they are written: in a folder that looks like the checkout, with a server at the address that the docs call
 * http://127.0.0.1:3000. Each of the others has a reason.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { markdownFiles, root } from './markdown-files.ts';
import { garbagedayArguments, npmArguments, type ShellCommand, shellBlocksOf } from './shell-commands.ts';

/** What is not run here, and why. Every reason is needed. */
const elsewhere: readonly (readonly [typed: RegExp, why: string])[] = [
  [/--platform aws/, 'asks AWS; commands.test.ts parses it, and npm run test:aws runs what is behind it'],
  [/ (https:\/\/|--slack )/, 'sends to another machine; commands.test.ts parses it'],
  [/--auto-scaling-group/, 'asks AWS; npm run test:package types it without an account'],
  [/garbageday (status|kill|halt|resume|stop)\b/, 'talks to a run; test/acceptance has one'],
  [/garbageday init$/, 'asks questions on a terminal'],
  [
    /garbageday report --(format html|html|window|period)(?!.*--directory)/,
    'reads a ledger that the reader has; the README has one from a seed',
  ],
  [/--config my\.config\.ts/, 'reads a file of the reader'],
  [/slos\/$/, 'reads a folder of the reader'],
  [/^bash examples\/datadog\.sh/, 'needs an account of Datadog'],
  [/^npm (ci|test|start)\b|^bash \.ci\/run/, 'is what CI does anyway'],
  [/^npm run (check|test:|check:without-demo)/, 'is a step of CI of its own'],
  [/^npm run outdated-node/, 'asks the npm registry'],
  [/^npm run mutants/, 'takes an hour'],
  [/^(aws|curl|eval|export|jq|npx sst|source)( |$)|^$/, 'is not ours: commands.test.ts says more'],
  [/^garbageday completion fish/, 'is what test/cli/completion.process.test.ts does, in fish'],
];

const folder = mkdtempSync(join(tmpdir(), 'garbageday-docs-'));
/** A project of the reader, for `garbageday init`. */
const empty = mkdtempSync(join(tmpdir(), 'garbageday-docs-init-'));
const linked = ['node_modules', 'packages', 'demo', 'functions', 'stacks', 'scripts', 'bench', 'test'];
const copied = ['examples', 'garbageday.config.ts', 'package.json', 'tsconfig.json', 'tsconfig.base.json'];
const started: ChildProcess[] = [];
const server = createServer((request, response) => {
  const isOrder = request.method === 'POST';
  response.writeHead(isOrder ? 201 : 200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ status: 'ok', total: 1 }));
});

beforeAll(async () => {
  // Nothing that a command may write to leads into the checkout: only folders of code are linked.
  for (const name of linked) symlinkSync(join(root, name), join(folder, name));
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const each of [folder, empty]) cpSync(join(root, 'examples/servers/good.js'), join(each, 'server.js'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  for (const child of started) if (child.exitCode === null) child.kill('SIGKILL');
  server.closeAllConnections();
  server.close();
  for (const each of [folder, empty]) rmSync(each, { recursive: true, force: true });
});

/** As it can be run here: another port, another folder for what is written, and shorter. */
function here(argv: readonly string[]): readonly string[] {
  const { port } = server.address() as AddressInfo;
  const moved = argv.map((word) =>
    word.replace('127.0.0.1:3000', `127.0.0.1:${port}`).replace(/^\/tmp\//, `${folder}/`),
  );
  if (argv[0] === 'init') return [...moved, '--no-dry-run', '--force'];
  if (argv[0] !== 'probe') return moved;
  const at = moved.indexOf('--duration');
  return at === -1 ? [...moved, '--duration', '2s'] : moved.with(at + 1, '2s');
}

/** A month of three days has every kind of day, and is written within a second. */
function shorter(words: readonly string[]): readonly string[] {
  return words.includes('generate-month') ? ['--days', '3'] : [];
}

type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

async function spawned(program: string, argv: readonly string[]): Promise<Ran> {
  const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' };
  const child = spawn(program, argv, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  const [stdout, stderr]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk) => void stdout.push(String(chunk)));
  child.stderr.on('data', (chunk) => void stderr.push(String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}

async function execute({ words, output }: ShellCommand): Promise<Ran> {
  const argv = garbagedayArguments(words);
  const isReal = argv?.[0] === 'probe';
  const cli = [join(root, 'demo/stack/bin/garbageday.js'), ...here(argv ?? [])];
  const ran =
    argv === null
      ? await spawned('npm', [...here(words.slice(1)), ...shorter(words)])
      : isReal
        ? await spawned(process.execPath, cli)
        : await run(here(argv), {
            cwd: argv[0] === 'init' ? empty : folder,
            env: { PATH: process.env['PATH'] },
          });
  if (output !== null) writeFileSync(join(folder, output), ran.stdout);
  return ran;
}

const blocks = markdownFiles
  .filter(({ path }) => !path.startsWith('docs/decisions/'))
  .flatMap((file) => shellBlocksOf(file));
const whyElsewhere = ({ words }: ShellCommand) =>
  elsewhere.find(([pattern]) => pattern.test(words.join(' ')))?.[1];
/** A command that leaves no file behind is run once, wherever it is written. */
const seen = new Set<string>();
const isNew = ({ typed, output }: ShellCommand) =>
  output !== null || (!seen.has(typed) && seen.add(typed) !== null);
const executed = blocks.map((block) =>
  block.filter((command) => whyElsewhere(command) === undefined && isNew(command)),
);

describe('commands of the docs', () => {
  it('need every reason for which one is not run', () => {
    const unneeded = elsewhere.filter(
      ([pattern]) => !blocks.flat().some(({ words }) => pattern.test(words.join(' '))),
    );
    expect(unneeded.map(([, why]) => why)).toEqual([]);
  });

  it('are mostly run', () => {
    expect(executed.flat().length).toBeGreaterThan(25);
  });

  it.each(
    executed.flat().map((command) => [`${command.file}:${command.line}`, command.typed, command] as const),
  )('%s: %s', async (_place, _typed, command) => {
    const { code, stdout, stderr } = await execute(command);
    // 1 and 3 are verdicts, not mistakes: an objective that is missed, a machine that is too busy.
    const isJudging = /slo eval|probe/.test(command.typed);
    expect(isJudging ? [0, 1, 3] : [0], `${stdout}${stderr}`).toContain(code);
    if (npmArguments(command.words) !== null) expect(stdout).not.toBe('');
  });
});
