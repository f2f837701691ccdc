/** What was injected, as an item of the ledger's table. */
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import type { Instance } from '@garbageday/core/chaos/fleet.ts';
import { handleCodec } from '@garbageday/core/chaos/kept-records.ts';
import type { FaultHandle } from '@garbageday/core/ports.ts';
import { faultKey, missedKey, repeatKey } from './contract/ledger-keys.ts';
import { type Table, textOf } from './table.ts';

type Request = { readonly experimentId: string; readonly fault: FaultName; readonly target: Instance };

export function handleOf({ experimentId, fault, target }: Request, injectedAtMs: number): FaultHandle {
  return { experimentId, instanceId: target.id, fault, injectedAtMs };
}

/** False if this experiment has one already. */
export function putHandle(table: Table, handle: FaultHandle): Promise<boolean> {
  return table.putOnce(faultKey(handle.experimentId), { handle: { S: handleCodec.encode(handle) } });
}

export async function readHandle(table: Table, experimentId: string): Promise<FaultHandle | null> {
  const item = await table.get(faultKey(experimentId));
  return item === null ? null : handleCodec.decode(textOf(item, 'handle'));
}

/** Records that a process other than the one that recorded the fault is also about to end the target. */
export async function putRepeat(table: Table, experimentId: string): Promise<void> {
  await table.putOnce(repeatKey(experimentId), {});
}

/** Records that the target died of another cause, after it was recorded and before it could be ended. */
export async function putMissed(table: Table, experimentId: string): Promise<void> {
  await table.putOnce(missedKey(experimentId), {});
}

export async function wasMissed(table: Table, experimentId: string): Promise<boolean> {
  return (await table.get(missedKey(experimentId))) !== null;
}

export async function wasRepeated(table: Table, experimentId: string): Promise<boolean> {
  return (await table.get(repeatKey(experimentId))) !== null;
}
