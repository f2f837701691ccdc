/** The commands in the docs, word by word, as a shell would take them apart. */
import { blocksOf, type MarkdownFile } from './markdown-files.ts';

export type ShellCommand = {
  readonly file: string;
  readonly line: number;
  /** As it is written, on one line. */
  readonly typed: string;
  /** Assignments before it: `A=b command`. */
  readonly variables: Readonly<Record<string, string>>;
  /** Without redirections. */
  readonly words: readonly string[];
  /** The file that its output goes to. */
  readonly output: string | null;
};

/** Stands for the end of a line that goes on; no text has it. */
const joint = '\u{E000}';

const languages = ['sh', 'bash', 'shell', 'console'];

/** One list of commands for each block of the file. */
export function shellBlocksOf({ path, text }: MarkdownFile): readonly (readonly ShellCommand[])[] {
  return blocksOf(text)
    .filter(({ language }) => languages.includes(language))
    .map((block) =>
      linesOf(block.language, block.text).flatMap(({ typed, offset }) =>
        commandsOf(typed).map((command) => ({ ...command, file: path, line: block.line + 1 + offset })),
      ),
    );
}

/** Of a console only what follows a prompt; a backslash joins lines. */
function linesOf(
  language: string,
  text: string,
): readonly { readonly typed: string; readonly offset: number }[] {
  const joined = text.replaceAll(/\\\n/g, joint);
  let offset = 0;
  return joined.split('\n').flatMap((line) => {
    const here = offset;
    offset += 1 + line.split(joint).length - 1;
    const typed = line.replaceAll(new RegExp(`${joint}\\s*`, 'g'), ' ').trim();
    if (language === 'console')
      return typed.startsWith('$ ') ? [{ typed: typed.slice(2), offset: here }] : [];
    return typed === '' || typed.startsWith('#') ? [] : [{ typed, offset: here }];
  });
}

type Token = { readonly text: string; readonly isOperator: boolean };

/** Quotes, escapes, comments and the operators that the docs use. */
function tokensOf(line: string): readonly Token[] {
  const pattern =
    /\s+(?:#.*$)?|(&&|\|\||>>|[|;>])|((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|\$\((?:[^()]|\([^()]*\))*\)|[^\s"'\\|;>&])+)/g;
  return [...line.matchAll(pattern)].flatMap(([, operator, word]): readonly Token[] => {
    if (operator !== undefined) return [{ text: operator, isOperator: true }];
    return word === undefined ? [] : [{ text: unquoted(word), isOperator: false }];
  });
}

function unquoted(word: string): string {
  return word.replaceAll(
    /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g,
    (_, double?: string, single?: string, one?: string) =>
      double === undefined ? (single ?? one ?? '') : double.replaceAll(/\\(["\\$`])/g, '$1'),
  );
}

function commandsOf(line: string): readonly Omit<ShellCommand, 'file' | 'line'>[] {
  const parts: Token[][] = [[]];
  for (const token of tokensOf(line)) {
    if (token.isOperator && !token.text.startsWith('>')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0).map(commandOf);
}

function commandOf(tokens: readonly Token[]): Omit<ShellCommand, 'file' | 'line'> {
  const at = tokens.findIndex(({ isOperator }) => isOperator);
  const before = (at === -1 ? tokens : tokens.slice(0, at)).map(({ text }) => text);
  const first = before.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const words = first === -1 ? [] : before.slice(first);
  const variables = before.slice(0, first === -1 ? undefined : first).map((word) => word.split(/=(.*)/s));
  return {
    typed: tokens.map(({ text }) => text).join(' '),
    variables: Object.fromEntries(variables.map(([name = '', value = '']) => [name, value])),
    words,
    output: at === -1 ? null : (tokens[at + 1]?.text ?? null),
  };
}

/** The words after `garbageday`, for every way to type it; null: another program. */
export function garbagedayArguments(words: readonly string[]): readonly string[] | null {
  const [first = '', second = '', ...rest] = words;
  if (first === 'garbageday') return words.slice(1);
  if (first === 'npx' && second === 'garbageday') return rest;
  const [name = '', ...after] = npmArguments(words) ?? [];
  const typed = after[0] === '--' ? after.slice(1) : after;
  if (name === 'start') return ['gameday', ...typed];
  return name === 'garbageday' ? typed : null;
}

/** `npm run -s cost -- --json` → `cost -- --json`, `npm test` → `test`; null: not npm. */
export function npmArguments([program, ...words]: readonly string[]): readonly string[] | null {
  if (program !== 'npm') return null;
  const [verb = '', ...rest] = words.filter((word, index) => index > 2 || !/^-s$|^--silent$/.test(word));
  return verb === 'run' ? rest : [verb, ...rest];
}
