/** `docs/reference/commands.md`: every command, option and default, from the program itself. */
import { exitCodes } from '@garbageday/cli/exit-code.ts';
import type { Argument, Command, Option } from 'commander';
import { environmentSection } from './environment-section.ts';
import { code, generated, table } from './markdown.ts';
import { documentedProgram } from './program.ts';

export function commandsReference(root: string): string {
  const said: string[] = [];
  const program = documentedProgram(said);
  const commands = leavesOf(program);
  return [
    '# Command reference',
    generated,
    'Every command of `garbageday` with its options, as the program itself has them: `garbageday help COMMAND` says the same. In a checkout, and where ' +
      'the package is installed, it is typed `npx garbageday`.',
    table(
      ['command', 'what it does'],
      commands.map((command) => [`[${code(nameOf(command))}](#${anchorOf(command)})`, summaryOf(command)]),
    ),
    '## Options of every command',
    optionsTable(program),
    ...commands.flatMap((command) => section(command, afterHelp(command, said))),
    exitCodesSection(),
    environmentSection(root),
    '',
  ].join('\n\n');
}

/** Commands that do something themselves, in the order of the help. */
function leavesOf(command: Command): readonly Command[] {
  return command.commands.flatMap((each) => (each.commands.length === 0 ? [each] : leavesOf(each)));
}

/** `garbageday slo eval`. */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

/** As GitHub makes it of a heading. */
function anchorOf(command: Command): string {
  return nameOf(command).replaceAll(' ', '-');
}

function summaryOf(command: Command): string {
  return command.summary() === '' ? command.description() : command.summary();
}

function section(command: Command, after: string): readonly string[] {
  const usage = [nameOf(command), command.usage()].join(' ');
  const described = command.registeredArguments.filter(({ description }) => description !== '');
  const sections = [
    `## ${nameOf(command)}`,
    `${command.description()}\n\n\`\`\`text\n${usage}\n\`\`\``,
    described.length === 0 ? '' : argumentsTable(described),
    optionsTable(command),
    examplesIn(after),
  ];
  return sections.filter((each) => each !== '');
}

function argumentsTable(all: readonly Argument[]): string {
  return table(
    ['argument', 'default', 'what it says'],
    all.map((each) => [
      code(each.required ? `<${each.name()}>` : `[${each.name()}]`),
      each.defaultValue === undefined ? '' : code(String(each.defaultValue)),
      each.description,
    ]),
  );
}

/** By the groups of the help. */
function optionsTable(command: Command): string {
  const options = command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long !== '--help' || command.parent === null);
  const groups = [...new Set(options.map((option) => option.helpGroupHeading ?? 'Options:'))];
  return groups
    .map((group) => {
      const rows = options
        .filter((option) => (option.helpGroupHeading ?? 'Options:') === group)
        .map(optionRow);
      return table([group.replace(/:$/, ''), 'default', 'what it says'], rows);
    })
    .join('\n\n');
}

function optionRow(option: Option): readonly string[] {
  const { said, byDefault } = splitDefault(option.description);
  const required = option.mandatory ? 'required' : '';
  return [code(option.flags), required || defaultText(option) || byDefault, said];
}

/** `… (default: 90s, longer for many kills)`, where the program computes it. */
function splitDefault(description: string): { readonly said: string; readonly byDefault: string } {
  const [whole = '', byDefault = ''] =
    /\s*\(default: ([^()]*(?:\([^()]*\)[^()]*)?)\)/.exec(description) ?? [];
  return { said: description.replace(whole, ''), byDefault };
}

function defaultText({ defaultValue, defaultValueDescription, negate }: Option): string {
  if (defaultValueDescription !== undefined) return code(defaultValueDescription);
  return defaultValue === undefined || negate ? '' : code(String(defaultValue));
}

/** What the help says after the options. */
function afterHelp(command: Command, said: string[]): string {
  said.length = 0;
  command.outputHelp();
  return said.join('').slice(command.helpInformation().length).trim();
}

/** Examples, and remarks. */
function examplesIn(said: string): string {
  const [, examples = '', remark = ''] = /^Examples?:\n((?: {2}.*\n?)+)([\s\S]*)$/.exec(said) ?? [];
  // What is said beside an example becomes a comment, so that the block can be typed as it is.
  const typed = examples
    .replaceAll(/^ {2}/gm, '')
    .replaceAll(/(?<=\S {2,})(?=\S.*$)/gm, '# ')
    .trimEnd();
  const block = typed === '' ? said : `\`\`\`sh\n${typed}\n\`\`\``;
  return [block, remark.trim()].filter((part) => part !== '').join('\n\n');
}

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  kept: 'The service kept its promise; a command that judges nothing did what it was told.',
  broken: 'An objective or a hypothesis failed.',
  usage: 'Usage or configuration: nothing was started, and one line says what to write instead.',
  inconclusive: 'No verdict: too little was measured, or `garbageday` itself failed.',
  hungUp: 'A game day or a probe whose terminal was closed before its end.',
  interrupted: 'A game day or a probe that was ended by Ctrl-C, or by `garbageday stop`.',
  terminated: 'A game day or a probe that was ended by SIGTERM.',
};

function exitCodesSection(): string {
  const rows = Object.entries(exitCodes)
    .toSorted(([, a], [, b]) => a - b)
    .map(([name, number]) => [
      `${number}`,
      Object.entries(meanings).find(([key]) => key === name)?.[1] ?? name,
    ]);
  return `## Exit codes\n\n${table(['code', 'meaning'], rows)}`;
}
