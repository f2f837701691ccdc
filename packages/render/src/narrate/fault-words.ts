/**
 * What a fault and its target are called in a sentence, wherever it is read: log, `kill`, `status`, Slack, report,
 * journal.
 */
import type { ExperimentPlan, TargetRecord } from '@garbageday/core/chaos/experiment.ts';
import { type FaultName, faultNamed } from '@garbageday/core/chaos/fault.ts';
import { plainText } from '../plain-text.ts';

/** `terminate`, `power cut`. */
export function faultName(fault: FaultName): string {
  return faultNamed(fault).label;
}

/** `termination`, `power cut`. */
export function faultNoun(fault: FaultName): string {
  return faultNamed(fault).noun;
}

/** `Cutting the power of one web instance; waiting for the verdict …`; `null`: the group's own fault. */
export function faultUnderWay(fault: FaultName | null, group: string): string {
  const doing = fault === null ? 'Killing' : faultNamed(fault).gerund;
  return `${doing} one ${plainText(group)} instance; waiting for the verdict …`;
}

type Planned = Pick<ExperimentPlan, 'fault' | 'group' | 'role'>;

/** `termination of the data primary`, `power cut of one web instance`. */
export function faultOnGroup({ fault, group, role }: Planned): string {
  const whom = role === 'any' ? `one ${plainText(group)} instance` : `the ${plainText(group)} ${role}`;
  return `${faultNoun(fault)} of ${whom}`;
}

/** For lists and parentheses, where space is limited: `web termination`, `dry run: data primary power cut`. */
export function planLabel({ fault, group, role, mode }: Planned & Pick<ExperimentPlan, 'mode'>): string {
  const whom = role === 'any' ? group : `${group} ${role}`;
  return `${mode === 'armed' ? '' : 'dry run: '}${plainText(whom)} ${faultNoun(fault)}`;
}

/** `termination of data-a in zone a (data, primary, i-01234567)`; names the group while no target is chosen. */
export function faultOnTarget(plan: Planned, target: TargetRecord | null, idLength?: number): string {
  if (target === null) return faultOnGroup(plan);
  return `${faultNoun(plan.fault)} of ${targetText(plan, target, idLength)}`;
}

/** `data-a in zone a (data, primary, i-01234567)`; a server without a stable name is named by its id. */
export function targetText(
  { group }: Pick<ExperimentPlan, 'group'>,
  { slot, instanceId, zone, role }: TargetRecord,
  idLength = instanceId.length,
): string {
  const what = [
    group,
    ...(role === 'none' ? [] : [role]),
    ...(slot === instanceId ? [] : [instanceId.slice(0, idLength)]),
  ];
  return plainText(`${slot} in zone ${zone} (${what.join(', ')})`);
}
