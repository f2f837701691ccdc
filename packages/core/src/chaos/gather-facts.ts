/** Asks every port what the gate wants to know. A port that throws becomes a fact that could not be checked. */

import type { ChaosSchedule } from '../configuration.ts';
import type { FaultInjector } from '../ports.ts';
import { coverageOf, readSlices, sliceRules } from '../probe/read-slices.ts';
import { chaosCalendar, windowsText } from '../schedule/calendar.ts';
import { parseWindow, windowBounds } from '../slo/window.ts';
import { dayMs } from '../time/durations.ts';
import { seededRandom, seedOf } from '../time/random.ts';
import { weekdayOf } from '../time/zone.ts';
import { type EligibilityRules, eligibleTargets, selectTarget } from './eligibility.ts';
import type { ExperimentPlan } from './experiment.ts';
import type { ExperimentPorts, ExperimentSettings } from './experiment-ports.ts';
import type { Group } from './fleet.ts';
import type { Checked, GateFacts, HistoryFacts, ProbeFacts, ScheduleFacts, Selection } from './gate-facts.ts';
import { readBudget } from './read-budget.ts';
import { type ExperimentRecord, isUnderWay, readExperiments } from './transitions.ts';

/** The newest slice is at most this many widths old, if slices arrive as they should. */
const freshWidths = 5;

type Context = {
  readonly ports: Pick<
    ExperimentPorts,
    'clock' | 'fleet' | 'ledger' | 'lever' | 'alerts' | 'windowCounts'
  > & { readonly injector: Pick<FaultInjector, 'supports'> };
  readonly plan: ExperimentPlan;
  readonly settings: ExperimentSettings;
  readonly nowMs: number;
};

/** The facts for one experiment, now. Never throws: what cannot be known says so, and refuses. */
export async function gatherFacts(
  ports: Context['ports'],
  plan: ExperimentPlan,
  settings: ExperimentSettings,
): Promise<GateFacts> {
  const context = { ports, plan, settings, nowMs: ports.clock.now() };
  const experiments = await check(() => readHistory(ports, settings, context.nowMs));
  const fleet = await check(() => findGroup(ports, plan.group));
  return {
    group: plan.group,
    fault: plan.fault,
    supportedFaults: ports.injector.supports,
    isEnabled: settings.group.isEnabled,
    requiredHealthy: settings.group.requiredHealthy,
    requiredPercent: settings.group.requiredPercent,
    lever: await check(() => ports.lever.position()),
    schedule: await scheduleOf(context, experiments),
    history: await andThen(experiments, async (known) => historyFacts(context, known)),
    fleet,
    selection: await andThen(fleet, async (group) => selectIn(group, context)),
    probe: await check(() => probeFacts(context)),
    alerts: await check(() => ports.alerts.firing()),
    budget: await andThen(experiments, (known) => budgetFacts(context, known)),
  };
}

/** Experiments of the objective's window, and as far back as a cooldown can reach. */
export function readHistory(
  { ledger }: Pick<ExperimentPorts, 'ledger'>,
  { slo, schedule }: ExperimentSettings,
  nowMs: number,
): Promise<readonly ExperimentRecord[]> {
  // At least one workday a week, and at most a month of holidays.
  const cooldownMs = schedule === null ? 0 : (schedule.minDaysBetween * 7 + 31) * dayMs;
  const window = windowBounds(parseWindow(slo.window, slo.timeZone), nowMs);
  const fromMs = Math.min(window.fromMs, nowMs - cooldownMs);
  return readExperiments(ledger, { fromMs, toMs: nowMs + 1 });
}

/** The group with that name. Throws if the fleet has none. */
export async function findGroup({ fleet }: Pick<ExperimentPorts, 'fleet'>, name: string): Promise<Group> {
  const found = (await fleet.groups(name)).find((group) => group.name === name);
  if (found === undefined) throw new Error(`the fleet has no group ${name}`);
  return found;
}

/** Experiments, other than the planned one, that hold a target right now; those whose process died long ago do not. */
export function othersUnderWay(
  experiments: readonly ExperimentRecord[],
  { plan, settings, nowMs }: Omit<Context, 'ports'>,
): HistoryFacts['underWay'] {
  const ownMs = settings.baselineMs + settings.recoverTimeoutMs + settings.settleMs;
  const longestMs = (other: ExperimentRecord) => ownMs + (other.plan.faultDurationMs ?? 0);
  return experiments
    .filter(
      (other) =>
        other.plan.id !== plan.id && isUnderWay(other) && nowMs - other.lastAtMs < 2 * longestMs(other),
    )
    .map((other) => ({ experimentId: other.plan.id, group: other.plan.group }));
}

function historyFacts(context: Context, experiments: readonly ExperimentRecord[]): HistoryFacts {
  const { plan } = context;
  const holder = experiments.find(
    (other) =>
      other.plan.id !== plan.id &&
      other.plan.claimKey === plan.claimKey &&
      other.plan.mode === plan.mode &&
      other.target !== null,
  );
  return { claimedBy: holder?.plan.id ?? null, underWay: othersUnderWay(experiments, context) };
}

async function scheduleOf(
  { settings, plan, nowMs }: Context,
  experiments: Checked<readonly ExperimentRecord[]>,
): Promise<GateFacts['schedule']> {
  const { schedule } = settings;
  if (schedule === null) return null;
  return andThen(experiments, async (known) =>
    scheduleFacts({ schedule, group: plan.group, nowMs, experiments: known }),
  );
}

function selectIn(group: Group, { plan, settings, nowMs }: Context): Selection {
  const eligibility = eligibleTargets(group, eligibilityRules(plan, settings), nowMs);
  const random = seededRandom(seedOf(plan.seed, 'target'));
  return { eligibility, target: selectTarget(eligibility.eligible, random) };
}

/** Which instances of the group the plan may hit. */
export function eligibilityRules(
  plan: ExperimentPlan,
  { group, exempt }: ExperimentSettings,
): EligibilityRules {
  const { role, instanceId } = plan;
  return { role, instanceId, minAgeSeconds: group.minAgeSeconds, exempt };
}

async function probeFacts({ ports, settings, nowMs }: Context): Promise<ProbeFacts> {
  const { service, journey, sliceSeconds, baselineMs, probe } = settings;
  const widthMs = sliceSeconds * 1_000;
  const lookBackMs = Math.max(baselineMs, freshWidths * widthMs);
  const slices = await readSlices(ports.ledger, {
    service,
    journey,
    fromMs: nowMs - lookBackMs,
    toMs: nowMs,
  });
  // A slice that ended less than 1.5 widths ago may still be on its way.
  const due = { fromMs: nowMs - lookBackMs, toMs: Math.floor(nowMs / widthMs - 1.5) * widthMs };
  const { covered, expected } = coverageOf(
    slices,
    due,
    sliceRules(probe.ratePerSecond, sliceSeconds, probe.maxLagMs),
  );
  const newest = slices.at(-1);
  return {
    newestAgeMs: newest === undefined ? null : nowMs - newest.startMs - widthMs,
    maxAgeMs: freshWidths * widthMs,
    covered,
    expected,
    minCoverage: probe.minCoverage,
  };
}

function budgetFacts({ ports, settings, plan, nowMs }: Context, experiments: readonly ExperimentRecord[]) {
  const { slo, probe, budget } = settings;
  return readBudget(ports.windowCounts, { slo, probe, budget, plan, nowMs, experiments });
}

/** `failed` with the port's own words instead of an exception. */
async function check<T>(ask: () => Promise<T>): Promise<Checked<T>> {
  try {
    return { kind: 'known', value: await ask() };
  } catch (error) {
    return { kind: 'failed', error: messageOf(error) };
  }
}

async function andThen<A, B>(fact: Checked<A>, next: (value: A) => Promise<B>): Promise<Checked<B>> {
  return fact.kind === 'failed' ? fact : check(() => next(fact.value));
}

/** The message of a thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The names of the days, Monday first. */
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

type ScheduleQuestion = {
  readonly schedule: ChaosSchedule;
  readonly group: string;
  readonly nowMs: number;
  /** Past experiments of the whole service; kills and possible kills count. */
  readonly experiments: readonly ExperimentRecord[];
};

/** The cooldown looks at the group's own kills, the daily cap at those of every group. */
export function scheduleFacts({ schedule, group, nowMs, experiments }: ScheduleQuestion): ScheduleFacts {
  const calendar = chaosCalendar(schedule);
  const day = calendar.dayOf(nowMs);
  const wall = calendar.wallTimeOf(nowMs);
  const kills = experiments.flatMap((experiment) => {
    const atMs = killedAtMs(experiment);
    return atMs === null ? [] : [{ group: experiment.plan.group, atMs }];
  });
  const ownKills = kills.filter((kill) => kill.group === group).map((kill) => kill.atMs);
  return {
    localTime: `${weekdays[weekdayOf(wall.date) - 1]} ${wall.date} ${clockOf(wall.minuteOfDay)}`,
    window: windowsText(schedule),
    isInsideWindow:
      calendar.isWeekday(day) &&
      calendar.windowsOf(day).some(({ fromMs, toMs }) => nowMs >= fromMs && nowMs < toMs),
    minuteOfDay: wall.minuteOfDay,
    holiday: calendar.holidayOn(day),
    lastKillAtMs: ownKills.length === 0 ? null : Math.max(...ownKills),
    noKillSinceMs: calendar.noKillSince(day),
    minDaysBetween: schedule.minDaysBetween,
    killsToday: kills.filter((kill) => calendar.dayOf(kill.atMs) === day).length,
    maxPerDay: schedule.maxPerDay,
  };
}

/**
 * An experiment that got no further than its baseline may have died during the fault: it counts until its fate is
 * known.
 */
function killedAtMs({ injectedAtMs, state, lastAtMs }: ExperimentRecord): number | null {
  return injectedAtMs ?? (state.kind === 'baseline' ? lastAtMs : null);
}

function clockOf(minuteOfDay: number): string {
  const hours = Math.floor(minuteOfDay / 60);
  return [hours, minuteOfDay % 60].map((part) => `${part}`.padStart(2, '0')).join(':');
}
