/** Core's fault injector: ends EC2 instances, each recorded in the ledger's table before it is ended. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Fault, Instance } from '@garbageday/core/chaos/fleet.ts';
import type { Clock, FaultHandle, FaultInjector } from '@garbageday/core/ports.ts';
import { calling } from './aws-error.ts';
import { findInstances } from './ec2-instances.ts';
import { AlreadyDeadError, UnknownTargetError, UnsupportedFaultError } from './fault-error.ts';
import { handleOf, putHandle, putRepeat, readHandle, wasRepeated } from './fault-record.ts';
import { ledgerTable, type Table } from './table.ts';
import { groupTag, stageTag } from './tags.ts';
import { type LethalFault, terminate } from './terminate.ts';

export type InjectorOptions = {
  readonly ec2: EC2Client;
  readonly dynamo: DynamoDBClient;
  /** Of the ledger. */
  readonly table: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Only instances of this stage are hit; IAM forbids others anyway. */
  readonly stage: string;
};

/**
 * Injects at most once per experiment, over crashes and double deliveries too: the handle is a conditional put, and only
 * the instance that it names is ever ended. Whoever finds a handle ends that same instance, which EC2 does once however
 * often it is told. Nothing is there to undo: Auto Scaling replaces what is gone. Throws `UnknownTargetError`,
 * `UnsupportedFaultError` (nothing recorded) and `AlreadyDeadError` (recorded, but it died of something else).
 */
export function ec2FaultInjector(options: InjectorOptions): FaultInjector {
  const table = ledgerTable(options);
  return {
    inject: ({ experimentId, fault, target }) =>
      calling(`injecting ${fault} into ${target.id}`, async () => {
        assertLethal(fault);
        const handle = handleOf({ experimentId, fault, target }, options.clock.now());
        const earlier = await recordOnce(options, table, { handle, target });
        return earlier === null ? strike(options.ec2, table, handle) : again(options.ec2, table, earlier);
      }),
    undo: async () => {},
  };
}

type Recording = { readonly handle: FaultHandle; readonly target: Instance };

/** `null` when the record is ours, and the deed with it; otherwise what was recorded before. */
async function recordOnce(
  options: InjectorOptions,
  table: Table,
  { handle, target }: Recording,
): Promise<FaultHandle | null> {
  const earlier = await readHandle(table, handle.experimentId);
  if (earlier !== null) return earlier;
  if (await isThere(options, target)) {
    if (await putHandle(table, handle)) return null;
  }
  // Another delivery of this experiment has recorded it meanwhile, and perhaps ended the target.
  const meanwhile = await readHandle(table, handle.experimentId);
  if (meanwhile !== null) return meanwhile;
  throw new UnknownTargetError(target.id, options.stage);
}

async function strike(ec2: EC2Client, table: Table, handle: FaultHandle): Promise<FaultHandle> {
  const { instanceId, fault, experimentId } = handle;
  assertLethal(fault);
  const ended = await terminate(ec2, instanceId, fault);
  if (ended.kind !== 'already-ending') return handle;
  // A repeat of this experiment may have been faster; it said so before.
  if (await wasRepeated(table, experimentId)) return handle;
  throw new AlreadyDeadError(instanceId, ended.state);
}

/** Ends what was recorded, and nobody else, in case a crash came between the record and the end. */
async function again(ec2: EC2Client, table: Table, handle: FaultHandle): Promise<FaultHandle> {
  assertLethal(handle.fault);
  await putRepeat(table, handle.experimentId);
  await terminate(ec2, handle.instanceId, handle.fault);
  return handle;
}

function assertLethal(fault: Fault): asserts fault is LethalFault {
  if (fault === 'hang') throw new UnsupportedFaultError(fault);
}

async function isThere({ ec2, stage }: InjectorOptions, target: Instance): Promise<boolean> {
  const found = await findInstances(ec2, {
    'instance-id': [target.id],
    'instance-state-name': ['pending', 'running'],
    [`tag:${groupTag}`]: [target.group],
    [`tag:${stageTag}`]: [stage],
  });
  return found.length > 0;
}
