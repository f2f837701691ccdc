import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { makeRuntimeDirectory } from '@garbageday/local/processes/runtime-directory.ts';
import { defaultStackTiming, type StackOptions } from '@garbageday/local/stack/stack-options.ts';
import { steadyClock } from '@garbageday/local/steady-clock.ts';

/** A whole stack of embedded parts with the default configuration; override what a test is about. */
export function stackRequest(changes: Partial<StackOptions> = {}): StackOptions {
  return {
    directory: changes.directory ?? mkdtempSync(join(tmpdir(), 'garbageday-test-')),
    runtimeDirectory: changes.runtimeDirectory ?? makeRuntimeDirectory(),
    seed: 'test',
    configuration: parseConfiguration({}, 'the test'),
    lb: 'embedded',
    data: 'mongolite',
    port: 0,
    programs: {
      wordcount: pathOf('@garbageday/wordcount/main.ts'),
      mongolite: pathOf('@garbageday/mongolite/main.ts'),
      embeddedLoadBalancer: pathOf('@garbageday/local/load-balancer/embedded-main.ts'),
      probe: pathOf('@garbageday/prober/probe-main.ts'),
      users: pathOf('@garbageday/prober/users-main.ts'),
    },
    environment: process.env,
    timing: defaultStackTiming,
    clock: steadyClock(),
    onEvent: () => {},
    onFailure: (error) => {
      throw error;
    },
    ...changes,
  };
}

function pathOf(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier));
}
