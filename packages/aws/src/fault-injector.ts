/** Core's fault injector: ends EC2 instances, recording each in the ledger's table before ending it. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Instance } from '@garbageday/core/chaos/fleet.ts';
import type { Clock, FaultHandle, FaultInjector, FaultRequest, Injection } from '@garbageday/core/ports.ts';
import { calling } from './aws-error.ts';
import { groupTag, stageTag } from './contract/tags.ts';
import { AlreadyDeadError, ec2Faults, UnknownTargetError, UnsupportedFaultError } from './ec2-faults.ts';
import { endOf, findInstances } from './ec2-instances.ts';
import {
  handleOf,
  putHandle,
  putMissed,
  putRepeat,
  readHandle,
  wasMissed,
  wasRepeated,
} from './fault-record.ts';
import { strike } from './strike.ts';
import { ledgerTable, type Table } from './table.ts';

export type InjectorOptions = {
  readonly ec2: EC2Client;
  readonly dynamo: DynamoDBClient;
  /** The ledger's table. */
  readonly table: string;
  readonly clock: Clock;
  /** Only instances of this stage are hit; IAM forbids others anyway. */
  readonly stage: string;
};

type Injector = Pick<InjectorOptions, 'ec2' | 'clock' | 'stage'> & { readonly table: Table };

/**
 * Injects at most once per experiment, even across crashes and double deliveries: the handle is a conditional put, and
 * only the instance that it names is ever ended. A retry ends the instance that the handle names, if it is still alive
 * and the last look allows it. There is nothing to undo: Auto Scaling replaces what is gone. Throws
 * `UnknownTargetError`, `UnsupportedFaultError` (nothing recorded) and `AlreadyDeadError` (recorded, but it died of
 * something else).
 */
export function ec2FaultInjector({ dynamo, table: name, ...options }: InjectorOptions): FaultInjector {
  const injector = { ...options, table: ledgerTable({ dynamo, table: name }) };
  return {
    supports: ec2Faults,
    inject: (request) =>
      calling(`injecting ${request.fault} into ${request.target.id}`, () => inject(injector, request)),
    recorded: (experimentId) =>
      calling(`looking for the fault of ${experimentId}`, async () => {
        const handle = await readHandle(injector.table, experimentId);
        return handle === null ? null : { handle, isCarriedOut: await isCarriedOut(injector, handle) };
      }),
    renew: async () => {},
    undo: async () => {},
  };
}

/** Between the last look and the fault there is only the put of the handle. */
async function inject(injector: Injector, request: FaultRequest): Promise<Injection> {
  const { table, clock } = injector;
  const { experimentId, fault, target, lastLook } = request;
  if (!ec2Faults.has(fault)) throw new UnsupportedFaultError(fault);
  const earlier = await readHandle(table, experimentId);
  if (earlier !== null) return again(injector, earlier, lastLook);
  if (!(await isThere(injector, target))) return takenOrUnknown(injector, request);
  const permission = await lastLook(target.id);
  if (permission.kind === 'withheld') return permission;
  const handle = handleOf(request, clock.now());
  if (!(await putHandle(table, handle))) return takenOrUnknown(injector, request);
  const struck = await strike(injector, { instanceId: target.id, fault, lastLook, permission });
  // A repeat of this experiment may have been faster; it has recorded that.
  if (struck.kind === 'already-ending' && !(await wasRepeated(table, experimentId))) {
    await putMissed(table, experimentId);
    throw new AlreadyDeadError(target.id, struck.state);
  }
  return struck.kind === 'withheld' ? struck : { kind: 'injected', handle };
}

/** Another delivery of this experiment has recorded it meanwhile, and perhaps ended the target. */
async function takenOrUnknown(
  injector: Injector,
  { experimentId, target, lastLook }: FaultRequest,
): Promise<Injection> {
  const meanwhile = await readHandle(injector.table, experimentId);
  if (meanwhile === null) throw new UnknownTargetError(target.id, injector.stage);
  return again(injector, meanwhile, lastLook);
}

/** Ends only the recorded instance, in case a crash came between the record and its end. */
async function again(
  injector: Injector,
  handle: FaultHandle,
  lastLook: FaultRequest['lastLook'],
): Promise<Injection> {
  const { instanceId, fault, experimentId } = handle;
  if (await isCarriedOut(injector, handle)) return { kind: 'injected', handle };
  await putRepeat(injector.table, experimentId);
  const permission = await lastLook(instanceId);
  if (permission.kind === 'withheld') return permission;
  const struck = await strike(injector, { instanceId, fault, lastLook, permission });
  return struck.kind === 'withheld' ? struck : { kind: 'injected', handle };
}

/** Whether it has ended by a termination, and was not seen to die before its turn. */
async function isCarriedOut(
  { ec2, table }: Injector,
  { instanceId, experimentId }: FaultHandle,
): Promise<boolean> {
  return (await endOf(ec2, instanceId)) === 'terminated' && !(await wasMissed(table, experimentId));
}

async function isThere({ ec2, stage }: Injector, target: Instance): Promise<boolean> {
  const found = await findInstances(ec2, {
    'instance-id': [target.id],
    'instance-state-name': ['pending', 'running'],
    [`tag:${groupTag}`]: [target.group],
    [`tag:${stageTag}`]: [stage],
  });
  return found.length > 0;
}
