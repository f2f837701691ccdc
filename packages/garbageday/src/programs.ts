/** Replaces packages/cli/src/game-day/programs.ts in the package: the build has bundled the programs already. */
import { fileURLToPath } from 'node:url';
import type { StackPrograms } from '@garbageday/local/processes/bundle.ts';

export function stackPrograms(): StackPrograms {
  return {
    embeddedLoadBalancer: built('embeddedLoadBalancer'),
    journey: built('journey'),
  };
}

function built(name: string) {
  return {
    kind: 'program' as const,
    name,
    entry: fileURLToPath(new URL(`./programs/${name}.mjs`, import.meta.url)),
  };
}
