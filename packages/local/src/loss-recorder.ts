/** Records the instances that the stack lost without having terminated them. */
import type { Loss, LossKey } from '@garbageday/core/chaos/loss.ts';
import type { LossLedger } from './losses.ts';
import type { StackEvent } from './stack-event.ts';

export type LossRecorder = (event: StackEvent) => void;

/** A replacement is in service within seconds; a loss whose group was not seen whole again counts for this long. */
const assumedMs = 60_000;

const sliceMs = 1_000;

/** `onFailure`: called if the ledger cannot be written. */
export function lossRecorder(
  ledger: Pick<LossLedger, 'recordLoss' | 'recordWhole'>,
  onFailure: (error: unknown) => void,
): LossRecorder {
  const lost = new Map<string, readonly LossKey[]>();
  return (event) => {
    if (event.kind === 'whole') {
      const { group, atMs } = event;
      for (const loss of lost.get(group) ?? []) ledger.recordWhole(loss, atMs).catch(onFailure);
      lost.delete(group);
    } else if (isLoss(event)) {
      const loss = lossOf(event);
      lost.set(loss.group, [...(lost.get(loss.group) ?? []), loss]);
      ledger.recordLoss(loss).catch(onFailure);
    }
  };
}

type Death = Extract<StackEvent, { readonly kind: 'died' }>;

/** Neither an experiment, nor a shrunk group, nor an instance that never started. */
function isLoss(event: StackEvent): event is Death {
  return event.kind === 'died' && (event.cause === 'crash' || event.cause === 'unhealthy');
}

/** Failures in the second of its death may have begun before it died. */
function lossOf({ instance: { id, group, slot, zone }, atMs, sinceMs }: Death): Loss {
  const window = { fromMs: Math.floor(sinceMs / sliceMs) * sliceMs, toMs: atMs + assumedMs };
  return { instanceId: id, group, slot, zone, atMs, window };
}
