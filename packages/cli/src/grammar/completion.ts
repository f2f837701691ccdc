/** `garbageday completion`: what a shell needs to complete commands and options. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { completionScript, shells } from '../completion/scripts.ts';
import { placesOf } from '../completion/words.ts';
import { choiceOption } from '../options/parse-value.ts';

export function addCompletion(program: Command, { output }: CommandContext): void {
  program
    .command('completion')
    .argument('<shell>', 'bash, zsh or fish', choiceOption('completion', shells))
    .summary('print a completion script for bash, zsh or fish')
    .description('Prints the script that makes a shell complete the commands and options of garbageday.')
    .addHelpText(
      'after',
      '\nExamples:\n  eval "$(garbageday completion bash)"        in ~/.bashrc\n  eval "$(garbageday completion zsh)"         in ~/.zshrc, after compinit\n  garbageday completion fish | source         in ~/.config/fish/config.fish',
    )
    .action((shell: (typeof shells)[number]) => output.raw(completionScript(shell, placesOf(program))));
}
