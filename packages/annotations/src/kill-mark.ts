/** What is told of a kill, before anyone knows what it cost. Pure. */
import type { ExperimentPlan, TargetRecord } from '@garbageday/core/chaos/experiment.ts';
import { faultOnTarget } from '@garbageday/render/narrate/fault-words.ts';

export type KillMark = {
  /** Of the experiment, in which there is one kill at most. */
  readonly id: string;
  readonly atMs: number;
  readonly title: string;
  readonly text: string;
  /** `name:value`, as both tools have them. */
  readonly tags: readonly string[];
};

type Killed = {
  readonly service: string;
  readonly plan: ExperimentPlan;
  readonly target: TargetRecord | null;
  readonly injectedAtMs: number;
};

export function killMark({ service, plan, target, injectedAtMs }: Killed): KillMark {
  const { id, group, fault } = plan;
  const what = faultOnTarget(plan, target);
  return {
    id,
    atMs: injectedAtMs,
    title: `Garbage Day: ${what}`,
    text: `${what}, service ${service}, experiment ${id}`,
    tags: [
      'source:garbageday',
      ...pairs({ service, group, fault, experiment: id }),
      ...(target === null ? [] : pairs({ target: target.slot, zone: target.zone })),
    ],
  };
}

/** A comma would end a tag, and a space would change it. */
function pairs(of: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(of).map(([name, value]) => `${name}:${value.replaceAll(/[\s,]+/g, '_')}`);
}
