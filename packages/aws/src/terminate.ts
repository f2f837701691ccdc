/** Ends one EC2 instance, in one attempt. */
import { type EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import { terminationBy, UnsupportedFaultError } from './ec2-faults.ts';
import { recognize } from './recognize-error.ts';

export type Termination = {
  readonly instanceId: string;
  readonly fault: FaultName;
  /** Checked directly before the request leaves this process. */
  readonly isFresh: () => boolean;
};

/** The result. `not-sent`: the look was stale. `not-done`: EC2 says that it did nothing. `unclear`: no answer. */
export type Ended =
  | { readonly kind: 'ended' }
  | { readonly kind: 'already-ending'; readonly state: string }
  | { readonly kind: 'not-sent' }
  | { readonly kind: 'not-done' | 'unclear'; readonly error: Error };

/** An answer that takes longer is as good as lost. */
const withinMs = 5_000;

/**
 * The SDK does not retry by itself, whatever the client's settings: a process may have been frozen in the meantime, and
 * a retry needs a new look. Throws EC2's final refusal, or an `UnsupportedFaultError`.
 */
export async function terminate(ec2: EC2Client, { instanceId, fault, isFresh }: Termination): Promise<Ended> {
  const how = terminationBy(fault);
  if (how === null) throw new UnsupportedFaultError(fault);
  const command = new TerminateInstancesCommand({ InstanceIds: [instanceId], ...how });
  const attempt = onceAndFresh(command, isFresh);
  try {
    const { TerminatingInstances = [] } = await ec2.send(command, {
      abortSignal: AbortSignal.timeout(withinMs),
    });
    const own = TerminatingInstances.find(({ InstanceId }) => InstanceId === instanceId);
    const state = own?.PreviousState?.Name ?? 'not there';
    return state === 'running' || state === 'pending' ? { kind: 'ended' } : { kind: 'already-ending', state };
  } catch (error) {
    if (attempt.isStale) return { kind: 'not-sent' };
    return whatFailed(attempt.failure ?? error, attempt.isSent);
  }
}

/** How far the only attempt got. */
type Attempt = { isSent: boolean; isStale: boolean; failure: unknown };

/** An error that no retry strategy considers transient. */
class OnlyAttemptError extends Error {
  override readonly name = 'OnlyAttemptError';
}

function onceAndFresh({ middlewareStack }: TerminateInstancesCommand, isFresh: () => boolean): Attempt {
  const attempt: Attempt = { isSent: false, isStale: false, failure: undefined };
  // Inside the SDK's retries, around everything in one attempt.
  middlewareStack.add(
    (next) => async (call) => {
      try {
        return await next(call);
      } catch (error) {
        attempt.failure = error;
        throw new OnlyAttemptError();
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'onlyAttempt' },
  );
  // The innermost: the request is signed, and is next handed to the socket.
  middlewareStack.add(
    (next) => async (call) => {
      attempt.isStale = !isFresh();
      if (attempt.isStale) throw new OnlyAttemptError();
      attempt.isSent = true;
      return next(call);
    },
    { step: 'deserialize', priority: 'low', name: 'lastLook' },
  );
  return attempt;
}

/** EC2 forgets an instance an hour after its end. */
function whatFailed(error: unknown, isSent: boolean): Ended {
  if (!(error instanceof Error) || !isSent) throw error;
  if (error.name === 'InvalidInstanceID.NotFound') return { kind: 'already-ending', state: 'not there' };
  if (recognize(error)?.code === 'throttled') return { kind: 'not-done', error };
  if (isRefusal(error)) throw error;
  return { kind: 'unclear', error };
}

/** 4xx: EC2 understood the request, and did nothing. */
function isRefusal(error: Error): boolean {
  const status: unknown = Reflect.get(Reflect.get(error, '$metadata') ?? {}, 'httpStatusCode');
  return typeof status === 'number' && status >= 400 && status < 500;
}
