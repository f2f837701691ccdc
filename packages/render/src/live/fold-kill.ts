/** What becomes of the experiments of a run, and what users felt of each. */
import type { ExperimentPlan, ExperimentState, Transition } from '@garbageday/core/chaos/experiment.ts';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import { planLabel } from '../narrate/fault-words.ts';
import { killHeadline, killReason } from '../narrate/kill-headline.ts';
import { phaseNow, phaseOf } from './experiment-phase.ts';
import { feltIn, type JourneyFold } from './fold-journey.ts';
import type { LiveExperiment, LiveState, PhaseTimes } from './live-state.ts';
import type { ExperimentPhase } from './phases.ts';

type Line = LiveState['kills'][number];

export type Kill = Omit<LiveExperiment, 'headline' | 'phase' | 'reason'> & {
  /** As far as it is recorded. */
  readonly phase: ExperimentPhase;
} & Pick<Line, 'label' | 'verdict'> &
  Pick<ExperimentPlan, 'fault'>;

type Told = { readonly plan: ExperimentPlan; readonly transition: Transition };

/** Where the experiment stands now, and the list with it: in its old place, or at the end. */
export function foldKill(
  kills: readonly Kill[],
  { plan, transition }: Told,
  journeys: readonly JourneyFold[],
): { readonly kills: readonly Kill[]; readonly kill: Kill } {
  const { state, atMs } = transition;
  const known = kills.find(({ id }) => id === plan.id);
  const injectedAtMs = state.kind === 'injected' ? state.injectedAtMs : (known?.injectedAtMs ?? null);
  const endedAtMs = isEnd(transition) ? atMs : null;
  const kill: Kill = {
    ...{ id: plan.id, group: plan.group, fault: plan.fault, label: planLabel(plan) },
    ...{ state: state.kind, verdict: standing(transition), injectedAtMs, endedAtMs },
    phase: phaseOf(state.kind, known?.phase ?? null),
    ...timesOf(state),
    target: state.kind === 'claimed' ? state.target : (known?.target ?? null),
    felt: injectedAtMs === null ? null : feltBy(journeys, { injectedAtMs, endedAtMs }),
  };
  return { kills: withKill(kills, kill, isOverUnharmed(plan, transition)), kill };
}

/** A second more has been measured: those that it belongs to have been felt so much. */
export function feltSince(
  kills: readonly Kill[],
  journeys: readonly JourneyFold[],
  startMs: number,
): readonly Kill[] {
  return kills.map((kill) => {
    const { injectedAtMs, endedAtMs } = kill;
    if (injectedAtMs === null || (endedAtMs !== null && startMs >= endedAtMs)) return kill;
    return { ...kill, felt: feltBy(journeys, { injectedAtMs, endedAtMs }) };
  });
}

/** As the views have it, with the groups as they are now. */
export function liveKillOf({ label, verdict, fault, ...known }: Kill, groups: readonly Group[]): Line {
  const headline = known.injectedAtMs === null ? null : killHeadline({ fault, ...known });
  const group = groups.find(({ name }) => name === known.group);
  const phase = phaseNow(known.phase, known.state, group);
  const { times, target } = known;
  const reason =
    times === undefined || group === undefined ? '' : killReason({ fault, target, verdict, times, group });
  return {
    label,
    verdict,
    experiment: { ...known, phase, headline, ...(reason === '' ? {} : { reason }) },
  };
}

function timesOf(state: ExperimentState): { readonly times?: PhaseTimes } {
  if ((state.kind !== 'completed' && state.kind !== 'aborted') || state.impact === null) return {};
  const { detectMs: detect, replaceMs: replace, recoverMs: recover } = state.impact;
  return { times: { detect, replace, recover } };
}

/** Users are who feels it; where none are sent, the probe stands for them. */
function feltBy(
  journeys: readonly JourneyFold[],
  { injectedAtMs, endedAtMs }: { readonly injectedAtMs: number; readonly endedAtMs: number | null },
) {
  const users = journeys.filter(({ role }) => role === 'load');
  return feltIn(users.length > 0 ? users : journeys, injectedAtMs, endedAtMs);
}

function withKill(kills: readonly Kill[], kill: Kill, isOver: boolean): readonly Kill[] {
  if (isOver) return kills.filter(({ id }) => id !== kill.id);
  return kills.some(({ id }) => id === kill.id)
    ? kills.map((one) => (one.id === kill.id ? kill : one))
    : [...kills, kill];
}

function standing({ state }: Transition): Kill['verdict'] {
  if (state.kind === 'completed') return state.judgement.verdict;
  return state.kind === 'refused' || state.kind === 'aborted' ? state.kind : 'running';
}

function isEnd({ state }: Transition): boolean {
  return state.kind === 'completed' || state.kind === 'refused' || state.kind === 'aborted';
}

/** The claim is where a dry run ends: nothing will be killed. */
function isOverUnharmed({ mode }: ExperimentPlan, { state }: Transition): boolean {
  return mode === 'dry-run' && state.kind === 'claimed';
}
