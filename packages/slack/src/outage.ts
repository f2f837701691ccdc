/** Alerts that fire at the same time are one outage: from the first alert that fires until none does. Pure. */
import type { AlertChange, AlertName } from '@garbageday/render/slack/alert-change.ts';
import type { Outage } from '@garbageday/render/slack/outage-message.ts';

/** When each alert last changed, in this outage or an earlier one: older changes are no longer posted. */
export type Heard = readonly (AlertName & { readonly atMs: number })[];

export type OutageState = Outage & { readonly heard: Heard };

/** `worsens`: it was only a ticket, and has become a page. */
export type TurnKind = 'begins' | 'goes-on' | 'worsens' | 'ends';

export type Turn = { readonly kind: TurnKind; readonly outage: OutageState };

/** An alert that no longer rings and has not changed for this long has ended without notice. */
const lostAfterMs = 600_000;

/** How a change continues what was posted so far; null: nothing new to post. */
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

/** Whether the alert has ever been heard of. */
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

/** Replaces the earlier change of the same alert, or appends. */
function replaced(changes: readonly AlertChange[], change: AlertChange): readonly AlertChange[] {
  const isKnown = changes.some((each) => isSame(each, change));
  return isKnown ? changes.map((each) => (isSame(each, change) ? change : each)) : [...changes, change];
}

/** Resolves lost alerts (the SLO was deleted, say, or the end was never reported), so that no outage lasts for ever. */
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
