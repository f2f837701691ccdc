/** The paths of the programs that the local platform bundles and spawns. */
import { fileURLToPath } from 'node:url';
import type { StackPrograms } from '@garbageday/local/processes/bundle.ts';

export function stackPrograms(): StackPrograms {
  return {
    embeddedLoadBalancer: program('embeddedLoadBalancer', '@garbageday/local/load-balancer/embedded-main.ts'),
    journey: program('journey', '@garbageday/prober/journey-main.ts'),
  };
}

function program(name: string, specifier: string) {
  return { kind: 'program' as const, name, entry: fileURLToPath(import.meta.resolve(specifier)) };
}
