/** The event of OpenTelemetry for what the bus, or Parameter Store, has told. */
import type { LeverMove } from '@garbageday/aws/safety-lever.ts';
import type { TargetRecord } from '@garbageday/core/chaos/experiment.ts';
import { readExperiments } from '@garbageday/core/chaos/transitions.ts';
import type { ChaosEvent, Ledger } from '@garbageday/core/ports.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';
import { experimentEvent, leverEvent, type OtlpEvent } from '@garbageday/otlp/experiment-events.ts';
import type { ExportedEvent } from './events/otlp-event.ts';

type EventPorts = {
  readonly service: string;
  readonly ledger: Pick<Ledger, 'transitions'>;
  readonly lastLeverMove: () => Promise<LeverMove>;
};

/**
 * `null` for what a person need not read. A move of the lever by the command line is told twice, by the bus and by Parameter Store, which tells
 * of every move: the bus is not listened to for it.
 */
export async function otlpEventOf(
  { service, ledger, lastLeverMove }: EventPorts,
  event: ExportedEvent,
): Promise<OtlpEvent | null> {
  if (event.source === 'aws.ssm') {
    const { position, movedAtMs } = await lastLeverMove();
    return leverEvent(service, position, movedAtMs);
  }
  const { detail } = event;
  if (detail.kind === 'lever') return null;
  const { plan, transition } = detail;
  if (experimentEvent(service, { plan, transition, target: null }) === null) return null;
  return experimentEvent(service, { plan, transition, target: await targetOf(ledger, detail) });
}

/** It was chosen in an earlier transition, which another process may have been told. */
async function targetOf(
  ledger: Pick<Ledger, 'transitions'>,
  { plan, transition }: Extract<ChaosEvent, { kind: 'transition' }>,
): Promise<TargetRecord | null> {
  if (transition.state.kind === 'claimed') return transition.state.target;
  const began = { fromMs: plan.plannedAtMs - dayMs, toMs: transition.atMs + 1 };
  const known = await readExperiments(ledger, began);
  return known.find((each) => each.plan.id === plan.id)?.target ?? null;
}
