/** The experiment itself as Chaos Toolkit writes it: hypothesis, method, rollback. */
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import { faultNoun, faultOnGroup } from '../narrate/fault-words.ts';

/** `range`: Chaos Toolkit's tolerance for numbers, both ends included. */
export type Activity = {
  readonly type: 'action' | 'probe';
  readonly name: string;
  readonly provider: { readonly type: 'process'; readonly path: string; readonly arguments: string };
  readonly tolerance?: { readonly type: 'range'; readonly range: readonly [low: number, high: number] };
};

/** What must hold, in the order in which it is judged. */
export function hypothesisProbes({ hypothesis, group }: ExperimentPlan) {
  const { maxBadProbes, maxP99Ms, maxRecoverMs } = hypothesis;
  return {
    bad: probe(`bad probes of ${group}`, maxBadProbes),
    p99: probe('p99 of the journey in ms', maxP99Ms),
    recover: probe('ms until users and group have recovered', maxRecoverMs),
  } as const;
}

function probe(name: string, most: number): Activity {
  return {
    ...{ type: 'probe', name, tolerance: { type: 'range', range: [0, most] } },
    provider: { type: 'process', path: 'garbageday', arguments: 'report --json' },
  };
}

export function killAction({ group, fault, role }: ExperimentPlan): Activity {
  return action(faultOnGroup({ group, fault, role }), `kill ${group} --fault ${fault} --armed`);
}

export function rollbackAction({ fault }: ExperimentPlan): Activity {
  return action(`undo the ${faultNoun(fault)}`, 'status');
}

function action(name: string, text: string): Activity {
  return { type: 'action', name, provider: { type: 'process', path: 'garbageday', arguments: text } };
}

export function toExperimentDocument(service: string, plan: ExperimentPlan) {
  const { id, group, fault, mode } = plan;
  const { bad, p99, recover } = hypothesisProbes(plan);
  return {
    version: '1.0.0',
    title: `Users of ${service} do not notice the ${faultOnGroup(plan)}`,
    description: `Experiment ${id} (${mode}): one ${group} instance is lost, and the probe says what users felt.`,
    tags: ['garbageday', fault, mode],
    'steady-state-hypothesis': { title: 'The users are in the steady state', probes: [bad, p99, recover] },
    method: [killAction(plan)],
    rollbacks: [rollbackAction(plan)],
  };
}
