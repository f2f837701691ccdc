/** Marks one kill in every tool. What fails in one of them changes nothing in the others. */
import { notMarked } from '@garbageday/annotations/annotate.ts';
import type { Destination } from '@garbageday/annotations/destination.ts';
import { type KillMark, killMark } from '@garbageday/annotations/kill-mark.ts';
import { postAmongOthers } from '@garbageday/annotations/post-once.ts';
import type { DashboardMark } from '@garbageday/aws/dashboard-marks.ts';
import type { StageDashboard } from '@garbageday/aws/stage-dashboard.ts';
import { readExperiments, readTarget } from '@garbageday/core/chaos/transitions.ts';
import type { Clock, Interval, Ledger, MarkClaims } from '@garbageday/core/ports.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';
import { faultOnTarget } from '@garbageday/render/narrate/fault-words.ts';
import type { KillEvent } from './events/kill-event.ts';

export type MarkPorts = {
  readonly service: string;
  readonly ledger: Pick<Ledger, 'transitions'>;
  readonly claims: MarkClaims;
  readonly clock: Clock;
  readonly destinations: readonly Destination[];
  /** `null`: kills are not marked there. */
  readonly dashboard: (StageDashboard & { readonly days: number }) | null;
  /** A mark that is missing, or may be. */
  readonly warn: (text: string) => void;
};

/** `before`: another delivery had done it. `kept`: it is not there, and a retry is safe. `missing`: it is not tried again. */
export type Mark = {
  readonly where: string;
  readonly kind: 'there' | 'before' | 'kept' | 'missing';
};

type Tried =
  | { readonly kind: 'there' | 'before' }
  | { readonly kind: 'kept' | 'missing'; readonly reason: string };

type Detail = KillEvent['detail'];

/** A chart with more lines cannot be read. */
const mostMarks = 30;

export async function markKill(ports: MarkPorts, { plan, transition }: Detail): Promise<readonly Mark[]> {
  const { ledger, destinations, dashboard, service } = ports;
  const target = await readTarget(ledger, { plan, transition });
  const { injectedAtMs } = transition.state;
  const kill = killMark({ service, plan, target, injectedAtMs });
  const tries: readonly Try[] = [
    ...destinations.map((each) => ({
      where: each.name,
      post: () => postAmongOthers(kill, each, ports),
    })),
    ...(dashboard === null ? [] : [{ where: 'CloudWatch', post: () => shown(dashboard, ports) }]),
  ];
  return Promise.all(tries.map((each) => tried(ports, kill, each)));
}

type Try = { readonly where: string; readonly post: () => Promise<Tried> };

async function tried({ warn }: Pick<MarkPorts, 'warn'>, kill: KillMark, { where, post }: Try): Promise<Mark> {
  const outcome = await post().catch((error: unknown): Tried => ({ kind: 'kept', reason: reasonOf(error) }));
  if ('reason' in outcome) warn(notMarked(kill, where, outcome.reason));
  return { where, kind: outcome.kind };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** All of them each time: the same again changes nothing, and what a deployment has dropped is there again. */
async function shown(
  { show, days }: NonNullable<MarkPorts['dashboard']>,
  { ledger, clock }: Pick<MarkPorts, 'ledger' | 'clock'>,
): Promise<Tried> {
  const toMs = clock.now() + 1;
  const why = await show(await marksIn(ledger, { fromMs: toMs - days * dayMs, toMs }));
  return why === null ? { kind: 'there' } : { kind: 'missing', reason: why };
}

/** The newest kills of that time. */
async function marksIn(ledger: MarkPorts['ledger'], interval: Interval): Promise<readonly DashboardMark[]> {
  // An experiment begins at most a day before its kill.
  const experiments = await readExperiments(ledger, { ...interval, fromMs: interval.fromMs - dayMs });
  return experiments
    .flatMap(({ plan, target, injectedAtMs: atMs }) =>
      atMs === null || atMs < interval.fromMs ? [] : [{ atMs, label: faultOnTarget(plan, target) }],
    )
    .toSorted((a, b) => a.atMs - b.atMs)
    .slice(-mostMarks);
}

/** Lambda tries again what is not there. */
export class NotMarkedError extends Error {
  readonly code = 'not-marked';

  constructor(where: readonly string[]) {
    super(`the kill is not marked in ${where.join(', ')} yet`);
    this.name = 'NotMarkedError';
  }
}

export function assertMarked(marks: readonly Mark[]): readonly Mark[] {
  const kept = marks.filter(({ kind }) => kind === 'kept').map(({ where }) => where);
  if (kept.length > 0) throw new NotMarkedError(kept);
  return marks;
}
