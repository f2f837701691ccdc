/** Completion scripts: static, so that pressing Tab does not start Node. */
import type { Place, Word } from './words.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** The script of a shell, to be evaluated by it. */
export function completionScript(shell: Shell, places: readonly Place[]): string {
  switch (shell) {
    case 'bash':
      return bash(places);
    case 'zsh':
      return zsh(places);
    case 'fish':
      return fish(places);
    default:
      return shell satisfies never;
  }
}

/** The command words so far, joined; options and their values are skipped. */
function pathCases(places: readonly Place[], open: string): string {
  const known = places.flatMap(({ path }) => (path === '' ? [] : [quoted(` ${path}`)]));
  return `      ${open}${known.join('|')}) at="$at $word" ;;`;
}

function bash(places: readonly Place[]): string {
  return `# garbageday completion for bash: eval "$(garbageday completion bash)"
_garbageday() {
  local at="" word words="" current="\${COMP_WORDS[COMP_CWORD]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
${pathCases(places, '')}
    esac
  done
  case "$at" in
${places.map(({ path, words }) => `    ${quoted(spaced(path))}) words=${quoted(textsOf(words).join(' '))} ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _garbageday garbageday
`;
}

function zsh(places: readonly Place[]): string {
  const described = (words: readonly Word[]) =>
    words.map(({ text, summary }) => quoted(`${text.replaceAll(':', '\\:')}:${oneLine(summary)}`)).join(' ');
  return `#compdef garbageday
# garbageday completion for zsh: eval "$(garbageday completion zsh)"
_garbageday() {
  local at="" word
  local -a candidates
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in
${pathCases(places, '(')}
    esac
  done
  case "$at" in
${places.map(({ path, words }) => `    (${quoted(spaced(path))}) candidates=(${described(words)}) ;;`).join('\n')}
  esac
  _describe garbageday candidates || _files
}
compdef _garbageday garbageday
`;
}

function fish(places: readonly Place[]): string {
  const known = places.flatMap(({ path }) => (path === '' ? [] : [quoted(` ${path}`)])).join(' ');
  const lines = places.flatMap(({ path, words }) =>
    words.map(({ text, summary }) => {
      const what = text.startsWith('--') ? `-l ${text.slice(2)}` : `-a ${text}`;
      return `complete -c garbageday -n ${quoted(`__garbageday_at ${quoted(spaced(path))}`)} ${what} -d ${quoted(oneLine(summary))}`;
    }),
  );
  return `# garbageday completion for fish: garbageday completion fish | source
function __garbageday_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    if contains -- "$at $word" ${known}
      set at "$at $word"
    end
  end
  test "$at" = "$argv[1]"
end
${lines.join('\n')}
`;
}

function textsOf(words: readonly Word[]): readonly string[] {
  return words.map(({ text }) => text);
}

function spaced(path: string): string {
  return path === '' ? '' : ` ${path}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** For bash, zsh and fish: in single quotes, in which only fish has the escapes \\ and \'. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}
