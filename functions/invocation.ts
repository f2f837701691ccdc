/** Whether an invocation still runs. What it left behind may be thawed by the next one, minutes later. */
import type { FaultInjector, FaultRequest, Permission } from '@garbageday/core/ports.ts';

/** Set once, when the invocation's answer is there: before the process is frozen. */
export type Invocation = { isOver: boolean };

/** Injects nothing more when the invocation is over: nobody would record what came of it. */
export function untilOver(injector: FaultInjector, invocation: Readonly<Invocation>): FaultInjector {
  return {
    ...injector,
    inject: (request) =>
      injector.inject({ ...request, lastLook: (id) => lookUntilOver(request.lastLook, id, invocation) }),
  };
}

async function lookUntilOver(
  look: FaultRequest['lastLook'],
  instanceId: string,
  invocation: Readonly<Invocation>,
): Promise<Permission> {
  const permission = await look(instanceId);
  if (invocation.isOver) return { kind: 'withheld', reason: 'the invocation of the function had ended' };
  if (permission.kind === 'withheld') return permission;
  return { kind: 'granted', isFresh: () => !invocation.isOver && permission.isFresh() };
}
