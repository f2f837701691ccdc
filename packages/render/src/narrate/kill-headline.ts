/** One line in large type, moments after a kill. */
import type { TargetRecord } from '@garbageday/core/chaos/experiment.ts';
import { type FaultName, faultNamed } from '@garbageday/core/chaos/fault.ts';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import { formatCount, formatMs } from '../format.ts';
import type { Felt, LiveState, PhaseTimes } from '../live/live-state.ts';
import { plainText } from '../plain-text.ts';
import { capitalized } from './outcome-words.ts';

type Injected = {
  readonly fault: FaultName;
  readonly group: string;
  readonly target: TargetRecord | null;
  readonly felt: Felt | null;
};

/** `web-b died · users waited at most 24 ms · 0 failed`; what has not been measured yet is left out. */
export function killHeadline({ fault, group, target, felt }: Injected): string {
  const who = plainText(target?.slot ?? `one of ${group}`);
  const { isReversible, noun } = faultNamed(fault);
  const what = isReversible ? `${noun} of ${who}` : `${who} died`;
  if (felt === null) return what;
  const waited =
    felt.waitedMs === null ? 'no one was answered' : `users waited at most ${formatMs(felt.waitedMs)}`;
  return `${what} · ${waited} · ${formatCount(felt.failed)} failed`;
}

type Explained = Pick<Injected, 'fault' | 'target'> & {
  readonly verdict: LiveState['kills'][number]['verdict'];
  readonly times: PhaseTimes;
  readonly group: Pick<Group, 'kind' | 'desiredSize'>;
};

/**
 * What the users owe it to: `Taken out of service after 311 ms, the other 2 served on, and a new web-b was there after
 * 2.92 s.` That the others served is said of a kill that passed alone. Empty where nothing of it is known.
 */
export function killReason({ fault, target, verdict, times, group }: Explained): string {
  const { isReversible } = faultNamed(fault);
  const who = plainText(target?.slot ?? 'one');
  const others = group.desiredSize - 1;
  const rest = others === 1 ? 'the other one' : `the other ${formatCount(others)}`;
  const parts = [
    ...(times.detect === null ? [] : [`taken out of service after ${formatMs(times.detect)}`]),
    ...(verdict === 'pass' && others > 0
      ? [`${rest} ${group.kind === 'data' ? 'kept the majority' : 'served on'}`]
      : []),
    ...(times.replace === null
      ? []
      : [`${isReversible ? `${who} was back` : `a new ${who} was there`} after ${formatMs(times.replace)}`]),
  ];
  const [first = '', ...more] = parts;
  const last = more.pop();
  const text = [first, ...more].join(', ') + (last === undefined ? '' : `, and ${last}`);
  // A server's name is written as it is.
  return text === '' ? '' : `${text.startsWith(who) ? text : capitalized(text)}.`;
}
