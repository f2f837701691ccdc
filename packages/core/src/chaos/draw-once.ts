/** One day's draw, taken once: however often it is delivered, it yields the same experiments. */

import type { Configuration } from '../configuration.ts';
import type { Ledger } from '../ports.ts';
import { chaosCalendar } from '../schedule/calendar.ts';
import { type Kill, type PlannedDraw, planDays } from '../schedule/plan-days.ts';
import { dayMs } from '../time/durations.ts';
import type { ExperimentPlan, ExperimentState } from './experiment.ts';
import { type FaultName, plannedFault, unsupportedFault } from './fault.ts';
import type { Refusal } from './refusal.ts';
import { type ExperimentRecord, readExperiments } from './transitions.ts';

/** The claim of a day on which no group was drawn. */
const nobody = 'nobody';

export type DrawOnceRequest = {
  readonly configuration: Configuration;
  readonly salt: string;
  /** The faults that the platform supports. */
  readonly supportedFaults: ReadonlySet<FaultName>;
  /** A moment of the day to draw; nothing is scheduled before it. */
  readonly fromMs: number;
  readonly nowMs: number;
};

type DrawnDay = {
  readonly date: string;
  /** What chance decided this time. For a repeat, these are not the draws that count. */
  readonly draws: readonly PlannedDraw[];
  /** The experiments to schedule: always those of the first draw, even if this is a repeat. */
  readonly plans: readonly ExperimentPlan[];
};

type DrawLedger = Pick<Ledger, 'claim' | 'recordTransition' | 'transitions'>;

/**
 * Draws, records what was drawn, and then claims the day in the names of those experiments. A claim is taken once, so a
 * repeat that would draw differently (because the history has changed, say) gets the names from the first draw and
 * schedules those. What was drawn but will not happen is recorded as refused.
 */
export async function drawOnce(ledger: DrawLedger, request: DrawOnceRequest): Promise<DrawnDay> {
  const { configuration, salt, supportedFaults, fromMs, nowMs } = request;
  const kills = killsOf(await pastExperiments(ledger, request));
  const date = chaosCalendar(configuration.schedule).dayOf(fromMs);
  const days = planDays({ configuration, salt, supportedFaults, nowMs: fromMs, days: 1, kills });
  const draws = days.flatMap((day) => day.draws);
  const planned = draws.flatMap(
    (drawn) => plannedExperiment(drawn, { configuration, supportedFaults }) ?? [],
  );
  for (const { plan } of planned) await record(ledger, plan.id, [0, nowMs, { kind: 'drawn', plan }]);
  const own = planned.filter(({ refusal }) => refusal === null).map(({ plan }) => plan.id);
  const claimed = await claimDay(ledger, date, own);
  for (const { plan, refusal } of planned.filter(({ plan: { id } }) => !claimed.includes(id))) {
    await record(ledger, plan.id, [1, nowMs, { kind: 'refused', refusal: refusal ?? drawnBefore }]);
  }
  const plans = (await pastExperiments(ledger, request)).map(({ plan }) => plan);
  return { date, draws, plans: plans.filter(({ id }) => claimed.includes(id)) };
}

const drawnBefore: Refusal = {
  reason: 'already-claimed',
  detail: 'The day had been drawn before, with another outcome.',
  numbers: {},
};

/** As far back as a cooldown can reach, assuming at least one workday a week and at most a month of holidays. */
function pastExperiments(
  ledger: DrawLedger,
  { configuration, nowMs }: DrawOnceRequest,
): Promise<readonly ExperimentRecord[]> {
  const { minDaysBetween } = configuration.schedule;
  return readExperiments(ledger, { fromMs: nowMs - (minDaysBetween * 7 + 31) * dayMs, toMs: nowMs + dayMs });
}

type Entry = readonly [seq: number, atMs: number, state: ExperimentState];

function record(ledger: DrawLedger, experimentId: string, [seq, atMs, state]: Entry): Promise<void> {
  return ledger.recordTransition({ experimentId, seq, atMs, state });
}

/** The ids of the experiments that first claimed the day. */
async function claimDay(
  ledger: DrawLedger,
  date: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const own = ids.length === 0 ? nobody : ids.join(' ');
  const claim = await ledger.claim(`draw/${date}`, own);
  return (claim.kind === 'taken' ? own : claim.by).split(' ');
}

/** The real kills among them. */
export function killsOf(experiments: readonly ExperimentRecord[]): readonly Kill[] {
  return experiments.flatMap(({ plan: { group }, injectedAtMs }) =>
    injectedAtMs === null ? [] : [{ group, atMs: injectedAtMs }],
  );
}

type PlannedExperiment = { readonly plan: ExperimentPlan; readonly refusal: Refusal | null };

type Drawing = {
  readonly configuration: Configuration;
  /** The faults that the platform supports. */
  readonly supportedFaults: ReadonlySet<FaultName>;
};

/** `null` for a group that was spared. The id is made from the group and the day, so there is one per group and day. */
function plannedExperiment(
  { draw, refusal }: PlannedDraw,
  { configuration, supportedFaults }: Drawing,
): PlannedExperiment | null {
  const group = configuration.groups.find(({ name }) => name === draw.group);
  if (draw.kind === 'spared' || group === undefined) return null;
  const plan: ExperimentPlan = {
    id: `${draw.group}-${draw.date}`,
    group: draw.group,
    ...plannedFault(group.fault, group),
    role: 'any',
    plannedAtMs: draw.atMs,
    seed: draw.seed,
    claimKey: draw.claimKey,
    hypothesis: group.hypothesis,
    mode: configuration.mode,
  };
  return {
    plan,
    refusal: refusal === null ? null : refusalOf(refusal, plan, { configuration, supportedFaults }),
  };
}

function refusalOf(
  reason: NonNullable<PlannedDraw['refusal']>,
  { group, fault }: ExperimentPlan,
  { configuration, supportedFaults }: Drawing,
): Refusal {
  if (reason === 'disabled') {
    return { reason, detail: `Chaos is not enabled for the group ${group}.`, numbers: {} };
  }
  if (reason === 'unsupported-fault') return unsupportedFault(fault, supportedFaults);
  const { maxPerDay } = configuration.schedule;
  const detail = `Other groups were drawn first; the limit is ${maxPerDay} a day.`;
  return { reason: reason satisfies 'daily-cap', detail, numbers: { maxPerDay } };
}
