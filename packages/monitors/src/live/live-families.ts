/** A run as a monitor sees it: what was measured, and the state that terminal and page draw. Pure. */
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import type { Family, Sample } from '@garbageday/render/openmetrics/exposition.ts';
import type { MeasuredExperiments } from './experiment-counts.ts';
import {
  experimentFamilies,
  familyOf,
  inSeconds,
  journeyFamilies,
  sloFamilies,
  sloLabels,
} from './measured-families.ts';
import type { Measured } from './measurements.ts';

export type LiveRun = {
  readonly state: LiveState;
  readonly measured: Measured;
  readonly experiments: MeasuredExperiments;
};

export function liveFamilies({ state, measured, experiments }: LiveRun): readonly Family[] {
  return [
    ...runFamilies(state),
    ...journeyFamilies([measured]),
    oldestWaits(state),
    ...sloFamilies([measured]),
    budgets(state, measured),
    ...experimentFamilies(state.service, experiments),
    ...groupFamilies(state),
  ];
}

const phases: readonly LiveState['phase'][] = [
  ...(['booting', 'baseline', 'chaos', 'settling', 'reporting', 'stopping'] as const),
];

function runFamilies({ service, command, seed, phase, lever }: LiveState): readonly Family[] {
  return [
    familyOf('runInfo', [{ labels: { service, command, seed }, value: 1 }]),
    familyOf(
      'runPhase',
      phases.map((one) => ({ labels: { service, phase: one }, value: one === phase ? 1 : 0 })),
    ),
    familyOf('leverHalted', [{ labels: { service }, value: lever.kind === 'halted' ? 1 : 0 }]),
  ];
}

function oldestWaits({ service, journeys }: LiveState): Family {
  return familyOf(
    'oldestWait',
    journeys.map(({ name, role, oldestWaitMs }) => ({
      ...{ labels: { service, journey: name, role }, value: inSeconds(oldestWaitMs ?? null) },
    })),
  );
}

/** Those that the live view has: the budgets of SLOs on whole journeys. */
function budgets({ service, budgets: known }: LiveState, { slos }: Measured): Family {
  return familyOf(
    'budgetRemaining',
    slos.flatMap(({ slo }) =>
      known
        .filter(({ name }) => name === slo.name)
        .map(({ remaining }) => ({ labels: sloLabels(service, slo), value: remaining })),
    ),
  );
}

function groupFamilies({ service, groups }: LiveState): readonly Family[] {
  const each = (count: (group: Group) => number): readonly Sample[] =>
    groups.map((group) => ({ labels: { service, group: group.name }, value: count(group) }));
  return [
    familyOf(
      'desiredInstances',
      each(({ desiredSize }) => desiredSize),
    ),
    familyOf(
      'healthyInstances',
      each(
        ({ instances }) => instances.filter(({ isHealthy, isInService }) => isHealthy && isInService).length,
      ),
    ),
    familyOf(
      'requiredInstances',
      each(({ requiredHealthy }) => requiredHealthy),
    ),
  ];
}
