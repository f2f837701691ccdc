/** In place of packages/cli/src/game-day/programs.ts: the build has bundled the programs already. */
import { fileURLToPath } from 'node:url';
import type { StackPrograms } from '@garbageday/local/processes/bundle.ts';

/** Absolute paths. */
export function stackPrograms(): StackPrograms {
  return {
    wordcount: pathOf('wordcount'),
    mongolite: pathOf('mongolite'),
    embeddedLoadBalancer: pathOf('embedded-load-balancer'),
    probe: pathOf('probe'),
    users: pathOf('users'),
  };
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`./programs/${name}.mjs`, import.meta.url));
}
