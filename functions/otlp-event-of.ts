/** The event of OpenTelemetry for what the bus, or Parameter Store, has told. */
import type { LeverMove } from '@garbageday/aws/safety-lever.ts';
import { readTarget } from '@garbageday/core/chaos/transitions.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import { experimentEvent, leverEvent, type OtlpEvent } from '@garbageday/otlp/experiment-events.ts';
import type { ExportedEvent } from './events/otlp-event.ts';

type EventPorts = {
  readonly service: string;
  readonly ledger: Pick<Ledger, 'transitions'>;
  readonly lastLeverMove: () => Promise<LeverMove>;
};

/**
 * `null` for what a person need not read. Parameter Store reports every move of the lever; the bus reports those by the command line once more,
 * which are left out.
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
  return experimentEvent(service, { plan, transition, target: await readTarget(ledger, detail) });
}
