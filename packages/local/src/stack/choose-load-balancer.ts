/** Which program balances the load: HAProxy when there is one, else the embedded one. */
import { UsageError } from '@garbageday/core/errors.ts';
import { findHaproxy, type HaproxyProgram } from '../load-balancer/haproxy/find-haproxy.ts';

export type LoadBalancerChoice = 'auto' | 'haproxy' | 'embedded';

export type LoadBalancerProgram =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'haproxy'; readonly program: HaproxyProgram };

/** @throws UsageError if HAProxy is requested but not usable. */
export async function chooseLoadBalancer(
  choice: LoadBalancerChoice,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LoadBalancerProgram> {
  if (choice === 'embedded') return { kind: 'embedded' };
  const program = await findHaproxy(environment['PATH'] ?? '');
  if (program !== null) return { kind: 'haproxy', program };
  if (choice === 'auto') return { kind: 'embedded' };
  throw new UsageError('no HAProxy 2.2 or later was found on PATH; install it, or use --lb embedded');
}

/** How reports name it. */
export function describeLoadBalancer(program: LoadBalancerProgram): string {
  return program.kind === 'haproxy' ? `HAProxy ${program.program.version}` : 'embedded load balancer';
}
