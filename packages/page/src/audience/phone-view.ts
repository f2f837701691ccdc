/** What a phone of the audience is told: one line of the service, what the last kill cost, and what its button may do. */
import { formatCount, formatMs } from '@garbageday/core/wording/words.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';

/** Only `ready` can be pressed. */
export type Button =
  | { readonly kind: 'ready' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'killing' }
  | { readonly kind: 'cooling'; readonly restSeconds: number }
  | { readonly kind: 'halted' };

export type PhoneView = {
  readonly service: string;
  readonly line: string;
  /** Of the last kill; null before the first one. */
  readonly cost: { readonly text: string; readonly tone: 'good' | 'bad' | '' } | null;
  readonly button: Button;
  /** Why the last kill that the audience asked for did not happen; null: it did. */
  readonly answer: string | null;
};

/** What the audience itself has done. */
export type Doing = {
  readonly isAttached: boolean;
  readonly isKilling: boolean;
  /** Until the audience may kill again; 0 or less: now. */
  readonly restMs: number;
  readonly answer: string | null;
};

export function phoneView(state: LiveState, doing: Doing): PhoneView {
  const last = state.kills.findLast(({ experiment }) => experiment?.headline != null);
  const text = last?.experiment?.headline ?? null;
  return {
    service: state.service,
    line: lineOf(state),
    cost: text === null ? null : { text, tone: last === undefined ? '' : toneOf(last.verdict) },
    button: buttonOf(state, doing),
    answer: doing.answer,
  };
}

function toneOf(verdict: LiveState['kills'][number]['verdict']): 'good' | 'bad' | '' {
  if (verdict === 'pass') return 'good';
  return verdict === 'fail' || verdict === 'aborted' ? 'bad' : '';
}

function lineOf({ groups, journeys, phase }: LiveState): string {
  if (phase === 'booting' || groups.length === 0) return 'The service is starting';
  const desired = groups.reduce((sum, { desiredSize }) => sum + desiredSize, 0);
  const serving = groups
    .flatMap(({ instances }) => instances)
    .filter(({ isHealthy, isInService }) => isHealthy && isInService).length;
  const loads = journeys.filter(({ role }) => role === 'load');
  const felt = loads.length > 0 ? loads : journeys;
  const failed = felt.reduce((sum, journey) => sum + journey.failed, 0);
  const p99Ms = felt[0]?.seconds.at(-1)?.p99Ms ?? null;
  const wait = p99Ms === null ? '' : ` · p99 ${formatMs(p99Ms)}`;
  return `${formatCount(serving)} of ${formatCount(desired)} servers in service${wait} · ${formatCount(failed)} failed`;
}

function buttonOf({ lever, kills }: LiveState, { isAttached, isKilling, restMs }: Doing): Button {
  if (!isAttached) return { kind: 'starting' };
  if (isKilling || kills.some(({ verdict }) => verdict === 'running')) return { kind: 'killing' };
  if (lever.kind === 'halted') return { kind: 'halted' };
  if (restMs > 0) return { kind: 'cooling', restSeconds: Math.ceil(restMs / 1_000) };
  return { kind: 'ready' };
}
