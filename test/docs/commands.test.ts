/**
 * Every command in a block of the docs: what is typed to `garbageday` is parsed by the program itself, scripts and files exist, and what else is
 * typed is known. test/docs/executed.process.test.ts runs what can run here.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { type Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { documentedProgram } from '../../scripts/docs/program.ts';
import { markdownFiles, root, spansOf } from './markdown-files.ts';
import { garbagedayArguments, npmArguments, type ShellCommand, shellBlocksOf } from './shell-commands.ts';

const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(`${root}/package.json`, 'utf8'),
);

/** What cannot be checked here, and why. Each is somewhere in the docs. */
const others: Readonly<Record<string, string>> = {
  aws: "AWS's own command line, with an account",
  curl: 'asks what an earlier line started',
  eval: 'belongs to the shell of the reader; what is evaluated is checked by test/cli/completion.process.test.ts',
  export: 'belongs to the shell of the reader',
  jq: 'reads what an earlier line printed; it is not installed everywhere',
  source: 'belongs to the shell of the reader',
  sst: 'needs an account; npm run test:stacks asks it about what is deployed',
};

function leavesOf(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(leavesOf)];
}

/** What the program says about a command line; null: it would do what is asked. Nothing is done. */
async function whyNot(argv: readonly string[]): Promise<string | null> {
  const program = documentedProgram([]);
  for (const command of leavesOf(program)) if (command.commands.length === 0) command.action(() => {});
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return null;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return null;
    return error instanceof Error ? error.message : String(error);
  }
}

async function wrong({ words }: ShellCommand): Promise<string | null> {
  const argv = garbagedayArguments(words);
  if (argv !== null) return whyNot(argv);
  const npm = npmArguments(words);
  if (npm !== null) {
    const [name = ''] = npm;
    const known = ['ci', 'install', 'pack', 'test', ...Object.keys(scripts)];
    return known.includes(name) ? null : `there is no script ${name}`;
  }
  const [program = '', second = '', third = ''] = words[0] === 'npx' ? words.slice(1) : words;
  if (program === 'bash' || program === 'node') {
    const isFile = existsSync(`${root}/${second}`);
    return isFile || program in others ? null : `there is no ${second}`;
  }
  if (program === 'vitest') return globSync(third, { cwd: root }).length > 0 ? null : `there is no ${third}`;
  return program === '' || program in others ? null : `${program} is not known here`;
}

const files = markdownFiles.filter(({ path }) => !/^docs\/decisions\//.test(path));
const commands = files.flatMap((file) => shellBlocksOf(file).flat());

describe('the check itself', () => {
  it.each([
    ['gameday --kils 3', /unknown option '--kils'/],
    ['gameday --kills many', /--kills/],
    ['gameday --kills 4 web', null],
    ['kil web', /unknown command 'kil'/],
    ['status --stage dev', /add --platform aws/],
    ['adopt --platform aws', /--group/],
    ['slo eval --now 2026-12-01T00:00Z', /--spec/],
  ])('says what is wrong with: garbageday %s', async (typed, why) => {
    const said = await whyNot(typed.split(' '));
    if (why === null) expect(said).toBeNull();
    else expect(said).toMatch(why);
  });

  it('takes a line apart as a shell does', () => {
    const text =
      "```sh\nA=1 B='2 3' npx garbageday kill \"a b\" --x='c' # why\nnpm run -s cost -- --json > cost.json && jq -e '.a | .b' cost.json\n\\\nx \\\n  y\n```\n";
    const [block = []] = shellBlocksOf({ path: 'x.md', text });
    expect(block.map(({ words, variables, output, line }) => [words, variables, output, line])).toEqual([
      [['npx', 'garbageday', 'kill', 'a b', '--x=c'], { A: '1', B: '2 3' }, null, 2],
      [['npm', 'run', '-s', 'cost', '--', '--json'], {}, 'cost.json', 3],
      [['jq', '-e', '.a | .b', 'cost.json'], {}, null, 3],
      [['x', 'y'], {}, null, 4],
    ]);
  });
});

describe('commands in the docs', () => {
  it('are found', () => {
    expect(commands.length).toBeGreaterThan(60);
  });

  it.each(commands.map((command) => [`${command.file}:${command.line}`, command.typed, command] as const))(
    '%s: %s',
    async (_place, _typed, command) => {
      expect(await wrong(command)).toBeNull();
    },
  );

  it('use every program that is known here', () => {
    const used = new Set(commands.map(({ words }) => (words[0] === 'npx' ? words[1] : words[0])));
    expect(Object.keys(others).filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('commands within a sentence', () => {
  const named = files.flatMap(({ path, text }) =>
    spansOf(text)
      .filter((span) => /^(npx )?garbageday [a-z]/.test(span))
      .map((span) => [path, span] as const),
  );

  it.each(named)('%s: `%s` is a command, with options that it has', (_path, span) => {
    const words = span.replace(/^npx /, '').split(' ').slice(1);
    const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
    const program = documentedProgram([]);
    let command = program;
    for (const word of own) command = command.commands.find((each) => each.name() === word) ?? command;
    const known = [...command.options, ...program.options].map(({ long }) => long);
    const isPlaceholder = /^[A-Z]/.test(own[0] ?? '');
    expect(command === program && !isPlaceholder ? [own[0]] : []).toEqual([]);
    const flags = own.filter((word) => word.startsWith('--')).map((flag) => flag.replace(/[=,;].*$/, ''));
    expect(flags.filter((flag) => flag !== '--help' && !known.includes(flag))).toEqual([]);
  });
});
