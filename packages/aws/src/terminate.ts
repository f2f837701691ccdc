/** Ends one EC2 instance. */
import { type EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import type { Fault } from '@garbageday/core/chaos/fleet.ts';

export type LethalFault = Exclude<Fault, 'hang'>;

/** It was going down when its turn came: somebody or something else ended it, and no experiment may claim that. */
export class AlreadyDeadError extends Error {
  readonly code = 'already-dead';

  constructor(instanceId: string, state: string) {
    super(`${instanceId} was ${state} before it could be ended; it died of something else`);
    this.name = 'AlreadyDeadError';
  }
}

type Request = {
  readonly instanceId: string;
  readonly fault: LethalFault;
  /** Whoever repeats may find its own victim dead. */
  readonly isRepeat: boolean;
};

/**
 * `terminate` shuts the operating system down first, so that a server can finish what it holds; `power-cut` does not
 * (EC2 API Reference, TerminateInstances, SkipOsShutdown). Idempotent. Throws `AlreadyDeadError` when the instance was
 * on its way already, unless it may have been us: this is a repeat, or the SDK had to ask twice.
 */
export async function terminate(ec2: EC2Client, { instanceId, fault, isRepeat }: Request): Promise<void> {
  const command = new TerminateInstancesCommand({
    InstanceIds: [instanceId],
    ...(fault === 'power-cut' ? { SkipOsShutdown: true } : {}),
  });
  const before = await stateBefore(ec2, command, instanceId);
  if (isRepeat || before.attempts > 1) return;
  if (before.state !== 'running' && before.state !== 'pending') {
    throw new AlreadyDeadError(instanceId, before.state);
  }
}

type Before = { readonly state: string; readonly attempts: number };

async function stateBefore(
  ec2: EC2Client,
  command: TerminateInstancesCommand,
  instanceId: string,
): Promise<Before> {
  try {
    const { TerminatingInstances = [], $metadata } = await ec2.send(command);
    const own = TerminatingInstances.find(({ InstanceId }) => InstanceId === instanceId);
    return { state: own?.PreviousState?.Name ?? 'not there', attempts: $metadata.attempts ?? 1 };
  } catch (error) {
    // An instance that ended an hour ago is forgotten.
    if (error instanceof Error && error.name === 'InvalidInstanceID.NotFound') {
      return { state: 'not there', attempts: 1 };
    }
    throw error;
  }
}
