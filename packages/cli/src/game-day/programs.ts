/** Where the programs lie that the local platform bundles and spawns. */
import { fileURLToPath } from 'node:url';

/** Absolute paths of the entry files. */
export function stackPrograms() {
  return {
    wordcount: pathOf('@garbageday/wordcount/main.ts'),
    mongolite: pathOf('@garbageday/mongolite/main.ts'),
    embeddedLoadBalancer: pathOf('@garbageday/local/load-balancer/embedded-main.ts'),
    probe: pathOf('@garbageday/prober/probe-main.ts'),
    users: pathOf('@garbageday/prober/users-main.ts'),
  };
}

function pathOf(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier));
}
