/** Without a configuration, a period is reported of the service that was measured, whatever its folder is called. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDirectory } from '@garbageday/local/directory.ts';
import { localLedger } from '@garbageday/local/ledger.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { minute } from '../fakes/minutes.ts';
import { run } from './run.ts';

async function measured(service: string) {
  const cwd = temporaryDirectory();
  prepareDirectory(join(cwd, '.garbageday'));
  const file = openLedgerFile(join(cwd, '.garbageday', 'ledger.sqlite'));
  const ledger = localLedger(file);
  for (let index = 0; index < 60; index += 1) await ledger.putSlice({ ...minute(index), service });
  file.close();
  return cwd;
}

/** The slices of the fakes begin with 1970. */
async function reported(cwd: string) {
  const period = ['--window', '1h', '--now', '1970-01-01T01:00:00Z'];
  const { stdout } = await run(['report', ...period, '--json'], { cwd });
  const { service, resilience, slos } = JSON.parse(stdout);
  return {
    service,
    groups: resilience.map(({ group }: { group: string }) => group),
    isMeasured: slos.some(({ total }: { total: number }) => total > 0),
  };
}

describe('a period of a server of your own', () => {
  it('is of the service that was measured, without the data group of the demo', async () => {
    const { service, groups, isMeasured } = await reported(await measured('shop'));
    expect([service, isMeasured]).toEqual(['shop', true]);
    expect(groups).not.toContain('data');
  });

  it('is of the demo where that was measured', async () => {
    const { service, groups, isMeasured } = await reported(await measured('wordcount'));
    expect([service, isMeasured]).toEqual(['wordcount', true]);
    expect(groups).toContain('data');
  });

  it('is of the service of the configuration, if there is one', async () => {
    const cwd = await measured('shop');
    writeFileSync(join(cwd, 'garbageday.config.json'), JSON.stringify({ service: 'till' }));
    expect(await reported(cwd)).toMatchObject({ service: 'till', isMeasured: false });
  });
});
