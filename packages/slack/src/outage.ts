/** What burns at once is one outage: from the first alert that fires until none does. Pure. */
import type { AlertChange, AlertName } from '@garbageday/render/slack/alert-change.ts';
import type { Outage } from '@garbageday/render/slack/outage-message.ts';

/** When each alert was last heard of, in this outage or an earlier one: what is older is not told any more. */
export type Heard = readonly (AlertName & { readonly atMs: number })[];

export type OutageState = Outage & { readonly heard: Heard };

/** `worsens`: it was something for tomorrow, and has become a page. */
export type TurnKind = 'begins' | 'goes-on' | 'worsens' | 'ends';

export type Turn = { readonly kind: TurnKind; readonly outage: OutageState };

/** An alert that is said not to ring any more, and was not heard of for so long, has ended without a word. */
const lostAfterMs = 600_000;

/** What a change makes of what was told so far; null: there is nothing new to tell. */
export function turnOf(known: OutageState | null, change: AlertChange): Turn | null {
  const last = known?.heard.find((each) => isSame(each, change));
  if (last !== undefined && change.atMs < last.atMs) return null;
  const heard = [...(known?.heard ?? []).filter((each) => !isSame(each, change)), named(change)];
  const isOpen = known !== null && isBurning(known.changes);
  if (!isOpen) {
    if (change.state === 'resolved') return null;
    return { kind: 'begins', outage: { sinceMs: change.atMs, changes: [change], heard } };
  }
  const { changes: before, sinceMs } = known;
  if (change.state === 'resolved' && !before.some((each) => isSame(each, change))) return null;
  const changes = withoutLost(replaced(before, change), change);
  return { kind: kindOf(before, changes), outage: { sinceMs, changes, heard } };
}

export function isBurning(changes: readonly AlertChange[]): boolean {
  return changes.some(({ state }) => state === 'firing');
}

/** Whether anything was ever heard of the alert. */
export function isHeard({ heard }: OutageState, change: AlertChange): boolean {
  return heard.some((each) => isSame(each, change));
}

function kindOf(before: readonly AlertChange[], after: readonly AlertChange[]): TurnKind {
  if (!isBurning(after)) return 'ends';
  return !hasPage(before) && hasPage(after) ? 'worsens' : 'goes-on';
}

function hasPage(changes: readonly AlertChange[]): boolean {
  return changes.some(({ state, severity }) => state === 'firing' && severity === 'page');
}

/** In its place, or last. */
function replaced(changes: readonly AlertChange[], change: AlertChange): readonly AlertChange[] {
  const isKnown = changes.some((each) => isSame(each, change));
  return isKnown ? changes.map((each) => (isSame(each, change) ? change : each)) : [...changes, change];
}

/** Its objective was deleted, say, or the word of its end never came: an outage must not last for ever because of it. */
function withoutLost(
  changes: readonly AlertChange[],
  { ringing, atMs }: AlertChange,
): readonly AlertChange[] {
  if (ringing === null) return changes;
  return changes.map((each) => {
    const isLost = each.atMs < atMs - lostAfterMs && !ringing.some((name) => isSame(name, each));
    return isLost && each.state === 'firing' ? { ...each, state: 'resolved' as const } : each;
  });
}

function isSame(a: AlertName, b: AlertName): boolean {
  return a.slo === b.slo && a.severity === b.severity;
}

function named({ slo, severity, atMs }: AlertChange): Heard[number] {
  return { slo, severity, atMs };
}
