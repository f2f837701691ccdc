/** Called before a report: ends experiments that have no end and would never get one. */
import { endDeadExperiments, type Stage } from '@garbageday/core/chaos/end-experiments.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { cloudPace } from './cloud-pace.ts';

export type DeadPorts = Omit<Stage, 'paceOf'> & { readonly onEnd: (outcome: ExperimentOutcome) => void };

export async function endDead(ports: DeadPorts): Promise<void> {
  const paceOf = (group: string) => cloudPace(ports.configuration, group);
  const outcomes = await endDeadExperiments({ ...ports, paceOf });
  outcomes.forEach(ports.onEnd);
}
