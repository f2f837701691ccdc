/** Ends one EC2 instance. */
import { type EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import type { Fault } from '@garbageday/core/chaos/fleet.ts';

export type LethalFault = Exclude<Fault, 'hang'>;

/** What EC2 says of it: ended by this call, or on its way already. `unclear`: the SDK had to ask more than once. */
export type Ended =
  | { readonly kind: 'ended' | 'unclear' }
  | { readonly kind: 'already-ending'; readonly state: string };

/**
 * `terminate` shuts the operating system down first, so that a server can finish what it holds; `power-cut` does not
 * (EC2 API Reference, TerminateInstances, SkipOsShutdown). Idempotent.
 */
export async function terminate(ec2: EC2Client, instanceId: string, fault: LethalFault): Promise<Ended> {
  const command = new TerminateInstancesCommand({
    InstanceIds: [instanceId],
    ...(fault === 'power-cut' ? { SkipOsShutdown: true } : {}),
  });
  try {
    const { TerminatingInstances = [], $metadata } = await ec2.send(command);
    if (($metadata.attempts ?? 1) > 1) return { kind: 'unclear' };
    const own = TerminatingInstances.find(({ InstanceId }) => InstanceId === instanceId);
    const state = own?.PreviousState?.Name ?? 'not there';
    return state === 'running' || state === 'pending' ? { kind: 'ended' } : { kind: 'already-ending', state };
  } catch (error) {
    // EC2 forgets an instance an hour after its end.
    const isForgotten = error instanceof Error && error.name === 'InvalidInstanceID.NotFound';
    if (isForgotten) return { kind: 'already-ending', state: 'not there' };
    throw error;
  }
}
