import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { localPlatform } from '@garbageday/cli/local/local-platform.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { expect, it, onTestFinished } from 'vitest';
import { memoryPlatform } from '../fakes/memory-platform.ts';
import { describePlatformContract, type PlatformSubject } from './platform.contract.ts';
import { temporaryDirectory } from './temporary-directory.ts';

function localIn(cwd: string) {
  const platform = localPlatform({
    ...{ cwd, directory: join(cwd, '.garbageday') },
    loadConfiguration: async (defaults) => parseConfiguration({}, 'the defaults', defaults),
    isConfigured: async () => false,
  });
  onTestFinished(platform.close);
  return platform;
}

async function local(): Promise<PlatformSubject> {
  const cwd = temporaryDirectory();
  return { platform: localIn(cwd), again: () => localIn(cwd) };
}

async function memory(): Promise<PlatformSubject> {
  const platform = memoryPlatform(parseConfiguration({}, 'the defaults'));
  return { platform, again: () => platform };
}

describePlatformContract('local', local);
describePlatformContract('memory', memory);

it('the local platform makes no file before its lever is pulled', async () => {
  const cwd = temporaryDirectory();
  const platform = localIn(cwd);
  await Promise.all([platform.about(), platform.setup(), platform.ledger(), platform.targets()]);
  await platform.lever.resume();
  expect(readdirSync(cwd)).toEqual([]);
  await platform.lever.halt('why');
  expect((await platform.ledger()).kind).toBe('there');
});
