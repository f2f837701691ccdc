import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stackPrograms } from '@garbageday/cli/game-day/programs.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { wordCountService } from '@garbageday/demo/service.ts';
import { makeRuntimeDirectory } from '@garbageday/local/processes/runtime-directory.ts';
import { defaultStackTiming, type StackOptions } from '@garbageday/local/stack/stack-options.ts';
import { steadyClock } from '@garbageday/local/steady-clock.ts';

/** 80 requests a second instead of 200: two slow cores must have room for them, or they are what is measured. */
export const fewerUsers = parseConfiguration({ users: { ratePerSecond: 80 } }, 'the test');

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
    programs: stackPrograms(),
    service: wordCountService,
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

/** `entry`: of the program that runs in place of the word counter. */
export function withWebServer(options: StackOptions, entry: string): StackOptions {
  const [web] = options.service.tiers;
  return { ...options, service: { ...options.service, tiers: [{ ...web, args: [entry] }] } };
}
