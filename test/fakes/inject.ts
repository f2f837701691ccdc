/** Injections for tests that are not about the last look. */
import type { FaultHandle, FaultInjector, FaultRequest, Permission } from '@garbageday/core/ports.ts';

/** Yes, for ever. */
export const granted: Permission = { kind: 'granted', isFresh: () => true };

export const allowing: FaultRequest['lastLook'] = async () => granted;

/** Injects with the blessing of every look. Throws when it was withheld all the same. */
export async function injectInto(
  injector: Pick<FaultInjector, 'inject'>,
  request: Omit<FaultRequest, 'lastLook'>,
): Promise<FaultHandle> {
  const injection = await injector.inject({ ...request, lastLook: allowing });
  if (injection.kind === 'withheld') throw new Error(`withheld: ${injection.reason}`);
  return injection.handle;
}
