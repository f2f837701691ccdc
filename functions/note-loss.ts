/** Writes down a server that was lost and that no experiment had hit. */
import type { FleetGroup } from '@garbageday/aws/contract/fleet-group.ts';
import { lossOfTermination, type Termination } from '@garbageday/aws/loss-of-termination.ts';
import { wasHit } from '@garbageday/core/chaos/was-hit.ts';
import type { Clock, Ledger } from '@garbageday/core/ports.ts';

export type LossPorts = {
  readonly ledger: Pick<Ledger, 'transitions' | 'watchLosses' | 'recordLoss'>;
  readonly fleet: readonly FleetGroup[];
  readonly clock: Pick<Clock, 'now'>;
  /** Hears what was made of it: how Auto Scaling words its causes is only known from examples. */
  readonly onTermination: (termination: Termination, isLoss: boolean) => void;
};

export async function noteLoss(ports: LossPorts, termination: Termination): Promise<void> {
  const { ledger, fleet, clock, onTermination } = ports;
  await ledger.watchLosses(clock.now());
  const loss = lossOfTermination(termination, fleet);
  const isLoss = loss !== null && !(await wasHit(ledger, loss));
  if (isLoss) await ledger.recordLoss(loss);
  onTermination(termination, isLoss);
}
