/** Core's fault injector: ends EC2 instances, each recorded in the ledger's table before it is ended. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Fault, Instance } from '@garbageday/core/chaos/fleet.ts';
import type { Clock, FaultHandle, FaultInjector } from '@garbageday/core/ports.ts';
import { calling } from './aws-error.ts';
import { findInstances } from './ec2-instances.ts';
import { handleOf, putHandle, readHandle } from './fault-record.ts';
import { ledgerTable } from './table.ts';
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

/** There is no such instance of this stage and group, or it is gone already: nothing was injected, nothing recorded. */
export class UnknownTargetError extends Error {
  readonly code = 'unknown-target';

  constructor(instanceId: string, stage: string) {
    super(`there is no living instance ${instanceId} with the tags of its group and of the stage ${stage}`);
    this.name = 'UnknownTargetError';
  }
}

/** EC2 has no such fault. */
export class UnsupportedFaultError extends Error {
  readonly code = 'unsupported-fault';

  constructor(fault: Fault) {
    super(`the fault ${fault} cannot be injected on AWS; use terminate or power-cut in the configuration`);
    this.name = 'UnsupportedFaultError';
  }
}

/**
 * Injects at most once per experiment, over crashes too: the handle is a conditional put, and only whoever finds it is
 * theirs goes on to end the instance that it names. An experiment that comes again ends that same instance, which EC2
 * does once however often it is told. Nothing is there to undo: Auto Scaling replaces what is gone.
 */
export function ec2FaultInjector(options: InjectorOptions): FaultInjector {
  const table = ledgerTable(options);
  return {
    inject: ({ experimentId, fault, target }) =>
      calling(`injecting ${fault} into ${target.id}`, async () => {
        const lethal = assertLethal(fault);
        const earlier = await readHandle(table, experimentId);
        if (earlier !== null) return again(options.ec2, earlier);
        await assertThere(options, target);
        const handle = handleOf({ experimentId, fault: lethal, target }, options.clock.now());
        if (!(await putHandle(table, handle))) {
          return again(options.ec2, (await readHandle(table, experimentId)) ?? handle);
        }
        await terminate(options.ec2, { instanceId: target.id, fault: lethal, isRepeat: false });
        return handle;
      }),
    undo: async () => {},
  };
}

/** Ends what was recorded, and nobody else, in case a crash came between the record and the end. */
async function again(ec2: EC2Client, handle: FaultHandle): Promise<FaultHandle> {
  const { instanceId, fault } = handle;
  await terminate(ec2, { instanceId, fault: assertLethal(fault), isRepeat: true });
  return handle;
}

function assertLethal(fault: Fault): LethalFault {
  if (fault === 'hang') throw new UnsupportedFaultError(fault);
  return fault;
}

async function assertThere({ ec2, stage }: InjectorOptions, target: Instance): Promise<void> {
  const found = await findInstances(ec2, {
    'instance-id': [target.id],
    'instance-state-name': ['pending', 'running'],
    [`tag:${groupTag}`]: [target.group],
    [`tag:${stageTag}`]: [stage],
  });
  if (found.length === 0) throw new UnknownTargetError(target.id, stage);
}
