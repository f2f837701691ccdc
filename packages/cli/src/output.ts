/** Where results and remarks go: with `--json`, stdout gets one JSON document and nothing else. */
import {
  escapeBidirectionalControls,
  withoutBidirectionalControls,
} from '@garbageday/render/bidirectional.ts';
import { typable } from './invocation.ts';
import type { Environment, Screen } from './screen.ts';

export type Output = {
  readonly isJson: boolean;
  /** Where a live view may draw: stdout, or stderr if stdout is reserved for the JSON document. */
  readonly screen: Screen;
  /** Whether the screen is a terminal whose cursor can move. */
  readonly isTty: boolean;
  /** Colour on the screen: FORCE_COLOR, else NO_COLOR, else whether it is a terminal. */
  readonly hasColor: boolean;
  /** The screen's current size; it changes when a person resizes the window. 80 × 24 if it has none. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  /**
   * A line (or several) for a person, on the screen: with hints as they are typed here, and no bidirectional controls.
   */
  readonly print: (text: string) => void;
  /** A remark on stderr, whatever the mode. */
  readonly line: (text: string) => void;
  /** The one JSON document, pretty-printed on stdout. A second one is a bug and throws. */
  readonly document: (value: unknown) => void;
  /** Writes a report that is a document of its own to stdout: unchanged, unless stdout is a terminal. */
  readonly raw: (content: string | Uint8Array) => void;
  readonly hasDocument: () => boolean;
};

/** `json` and `csv`: stdout is reserved for a document. */
export type OutputMode = 'json' | 'csv' | 'text';

export function createOutput(
  streams: {
    readonly stdout: Screen;
    readonly stderr: Screen;
    readonly env: Environment;
    /** What hints call this program. */
    readonly program: string;
  },
  mode: OutputMode,
): Output {
  const { stdout, stderr, env, program } = streams;
  const told = (text: string): string => `${typable(withoutBidirectionalControls(text), program)}\n`;
  const screen = mode === 'text' ? stdout : stderr;
  let hasDocument = false;
  return {
    isJson: mode === 'json',
    screen,
    isTty: isTerminal(screen, env),
    hasColor: hasColor(screen, env),
    size: () => ({ columns: screen.columns || 80, rows: screen.rows || 24 }),
    print: (text) => void screen.write(told(text)),
    line: (text) => void stderr.write(told(text)),
    document: (value) => {
      if (hasDocument) throw new Error('a second JSON document');
      hasDocument = true;
      stdout.write(`${escapeBidirectionalControls(JSON.stringify(value, null, 2))}\n`);
    },
    raw: (content) => {
      hasDocument = true;
      const isShown = typeof content === 'string' && isTerminal(stdout, env);
      stdout.write(isShown ? withoutBidirectionalControls(content) : content);
    },
    hasDocument: () => hasDocument,
  };
}

function isTerminal(screen: Screen, env: Environment): boolean {
  return screen.isTTY === true && env['TERM'] !== 'dumb';
}

/** https://force-color.org, https://no-color.org: a variable that is set to an empty text counts as unset. */
function hasColor(screen: Screen, env: Environment): boolean {
  const forced = env['FORCE_COLOR'] ?? '';
  if (forced !== '') return forced !== '0' && forced !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  return isTerminal(screen, env);
}
