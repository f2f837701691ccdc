/** What may be typed after each command, read from the program itself. */
import type { Command } from 'commander';

/** A command or an option, with its sentence from the help. */
export type Word = { readonly text: string; readonly summary: string };

/** What may follow one command: `path` is empty for the program, `slo eval` for a subcommand. */
export type Place = { readonly path: string; readonly words: readonly Word[] };

/** The places of the program and of every command below it, in help order. */
export function placesOf(program: Command): readonly Place[] {
  return below(program, [], []);
}

function below(command: Command, path: readonly string[], inherited: readonly Word[]): readonly Place[] {
  const own = optionsOf(command);
  const commands = command.commands.map((each) => ({ text: each.name(), summary: firstClause(each) }));
  const here = { path: path.join(' '), words: [...commands, ...own, ...inherited] };
  const next = command.commands.flatMap((each) =>
    below(each, [...path, each.name()], [...own, ...inherited]),
  );
  return [{ ...here, words: eachOnce(here.words) }, ...next];
}

function optionsOf(command: Command): readonly Word[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) =>
      long === undefined || long === null ? [] : [{ text: long, summary: description }],
    );
}

function firstClause(command: Command): string {
  return command.summary() === '' ? command.description() : command.summary();
}

function eachOnce(words: readonly Word[]): readonly Word[] {
  return words.filter(({ text }, index) => words.findIndex((other) => other.text === text) === index);
}
