/** Where the programs lie that the local platform bundles and spawns. */
import { fileURLToPath } from 'node:url';
import type { StackPrograms } from '@garbageday/local/processes/bundle.ts';

export function stackPrograms(): StackPrograms {
  return {
    embeddedLoadBalancer: program('embeddedLoadBalancer', '@garbageday/local/load-balancer/embedded-main.ts'),
    probe: program('probe', '@garbageday/prober/probe-main.ts'),
    users: program('users', '@garbageday/prober/users-main.ts'),
  };
}

function program(name: string, specifier: string) {
  return { name, entry: fileURLToPath(import.meta.resolve(specifier)) };
}
