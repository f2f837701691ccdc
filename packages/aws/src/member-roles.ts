/**
 * What each member of the replica set reports about itself every fifteen seconds, because no one outside the VPC can
 * query mongod: one item per slot in the ledger's table, written by stacks/user-data/data/say-role.sh.
 */

import { memberRolePartition } from './contract/ledger-keys.ts';
import type { ItemTable } from './dynamo-items.ts';
import { ledgerTable, textOf } from './table.ts';

/** `role` is what the member wrote: `primary`, `secondary`, `syncing`, `none`, or anything else. */
export type SaidRole = {
  readonly role: string;
  readonly saidAtMs: number;
  /** Why it is not known, of a member that was asked. */
  readonly problem?: string | undefined;
};

/** By instance. `autoScalingGroups` have one member each; a group that has reported nothing is not in the map. */
export async function memberRoles(
  at: ItemTable,
  autoScalingGroups: readonly string[],
): Promise<ReadonlyMap<string, SaidRole>> {
  const said = await Promise.all(autoScalingGroups.map((name) => roleOf(at, name)));
  return new Map(said.flat());
}

async function roleOf(at: ItemTable, name: string): Promise<readonly (readonly [string, SaidRole])[]> {
  const everyKey = { pk: memberRolePartition(name), from: '0', before: '~' };
  const found: (readonly [string, SaidRole])[] = [];
  for await (const items of ledgerTable(at).query(everyKey, 1)) {
    for (const item of items) {
      const saidAtMs = Number(textOf(item, 'saidAt')) * 1_000;
      found.push([textOf(item, 'instanceId'), { role: textOf(item, 'role'), saidAtMs }]);
    }
  }
  return found;
}
