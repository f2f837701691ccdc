/** Errors as one line for a person. */
import { inspect } from 'node:util';
import { UsageError } from '@garbageday/core/errors.ts';
import { withoutBidirectionalControls } from '@garbageday/render/bidirectional.ts';
import { CommanderError } from 'commander';

export type CommandFailure = {
  readonly code: 'usage' | 'internal';
  /** One line: what is wrong, where, how to fix it. */
  readonly message: string;
  /** Stack traces, causes and all. */
  readonly details: string;
};

export function describeFailure(error: unknown): CommandFailure {
  // `inspect` quotes strings, but a message is printed as it is.
  const details = inspect(error, { depth: 4 }).replace(/[^\P{Cc}\n]/gu, '\u{FFFD}');
  if (error instanceof UsageError) return { code: 'usage', message: oneLine(error.message), details };
  if (error instanceof CommanderError) return { code: 'usage', message: describeMistake(error), details };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `failed: ${oneLine(message)}; --debug shows where`, details };
}

/** commander: `error: unknown option '--kils'\n(Did you mean --kills?)`. */
function describeMistake({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'no command; try `garbageday gameday`, or see garbageday --help';
  const [what = '', hint = ''] = message.replace(/^error: |\.$/g, '').split('\n');
  const mend = /^\(Did you mean (.*)\?\)$/.exec(hint)?.[1];
  return oneLine(mend === undefined ? `${what}; see garbageday --help` : `${what}; did you mean ${mend}?`);
}

/** Messages quote what somebody wrote: nothing of theirs breaks the line, steers the terminal or turns the text around. */
function oneLine(text: string): string {
  return withoutBidirectionalControls(
    text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').replace(/\p{Cc}/gu, '\u{FFFD}'),
  );
}
