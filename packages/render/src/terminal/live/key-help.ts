/** What single keys do while the live view is shown. */
import type { LeverPosition } from '@garbageday/core/ports.ts';
import { type Line, type Span, span } from '../span.ts';

export type KeyHelp = {
  /** In the order of the groups; one whose letters are all taken has none. */
  readonly kills: readonly { readonly key: string; readonly group: string }[];
  /** Whether each key is explained, instead of the log. */
  readonly isOpen: boolean;
};

/** All of them, in a few words: `w d l kill   h halt   o open   ? help   q end`. */
export function keyLine({ kills }: KeyHelp, lever: LeverPosition): Line {
  const letters = kills.map(({ key }) => key).join(' ');
  return [
    ...(letters === '' ? [] : pair(letters, 'kill')),
    ...(lever.kind === 'halted' ? pair('r', 'resume') : pair('h', 'halt')),
    ...pair('o', 'open'),
    ...pair('?', 'help'),
    ...pair('q', 'end'),
  ];
}

function pair(key: string, what: string): readonly Span[] {
  return [span(key, 'strong'), span(` ${what}   `, 'dim')];
}

/** Each key with what it does, a line each. */
export function keyHelpLines({ kills }: KeyHelp): readonly Line[] {
  return [
    ...kills.map(({ key, group }) => explained(key, `kill a server of ${group}, if the gate allows it`)),
    explained('h', 'halt: nothing is killed any more'),
    explained('r', 'resume after a halt'),
    explained('o', 'open the live page, or else the report at the end'),
    explained('q', 'end now, with a report, as Ctrl-C does'),
    explained('?', 'back to the log'),
  ];
}

function explained(key: string, what: string): Line {
  return [span(key, 'strong'), span(`  ${what}`)];
}
