/** Ends a recorded instance, in as many attempts as it takes, each with its own look. */
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import type { Clock, FaultRequest, Permission } from '@garbageday/core/ports.ts';
import { type Ended, terminate } from './terminate.ts';

export type Strike = Pick<FaultRequest, 'lastLook'> & {
  readonly instanceId: string;
  readonly fault: FaultName;
  /** From the look before the record. */
  readonly permission: Extract<Permission, { readonly kind: 'granted' }>;
};

/** `already-ending`: it was ending before any attempt of this call, so something else ended it. */
export type Struck =
  | { readonly kind: 'struck' }
  | { readonly kind: 'already-ending'; readonly state: string }
  | Extract<Permission, { readonly kind: 'withheld' }>;

/** Pauses of 250, 500 and 1,000 ms between them. */
const maxAttempts = 4;
const firstPauseMs = 250;

/** Throws EC2's refusal, or the last failure if no attempt was answered. */
export async function strike(
  { ec2, clock }: { readonly ec2: EC2Client; readonly clock: Clock },
  { instanceId, fault, lastLook, permission }: Strike,
): Promise<Struck> {
  let { isFresh } = permission;
  let mayHaveActed = false;
  for (let attempt = 1; ; attempt += 1) {
    const ended = await terminate(ec2, { instanceId, fault, isFresh });
    if (ended.kind === 'ended') return { kind: 'struck' };
    if (ended.kind === 'already-ending') return mayHaveActed ? { kind: 'struck' } : ended;
    mayHaveActed ||= ended.kind === 'unclear';
    if (attempt === maxAttempts) throw errorOf(ended, instanceId);
    if (ended.kind !== 'not-sent') await clock.sleep(firstPauseMs * 2 ** (attempt - 1));
    const next = await lastLook(instanceId);
    if (next.kind === 'withheld') return next;
    isFresh = next.isFresh;
  }
}

function errorOf(
  ended: Exclude<Ended, { readonly kind: 'ended' | 'already-ending' }>,
  instanceId: string,
): Error {
  if (ended.kind !== 'not-sent') return ended.error;
  return new Error(`${instanceId} was not terminated: each check was too old by the time of the call`);
}
