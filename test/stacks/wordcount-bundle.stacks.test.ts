import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everyStage } from './harness/evaluated.ts';
import { run } from './harness/run.ts';
import { named, text } from './harness/stage.ts';

const bundles = everyStage.map(([, stage]) => named(stage, 'WordcountBundle'));

describe('the bundle that is shipped to the web servers', () => {
  it('is the same at every build, so that a deployment that changes nothing replaces no server', () => {
    expect(new Set(bundles.map((bundle) => text(bundle, 'key'))).size).toBe(1);
  });

  it('stands alone, and speaks as a person would', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'garbageday-bundle-'));
    const [bundle] = bundles;
    if (bundle === undefined) throw new Error('no bundle');
    writeFileSync(join(directory, 'wordcount.cjs'), text(bundle, 'content'));
    const env = { PATH: '/usr/bin:/bin' };
    const start = { file: process.execPath, args: ['wordcount.cjs'], cwd: directory, env, timeoutMs: 30_000 };
    const finished = await run(start);
    rmSync(directory, { recursive: true });
    expect(finished).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^wordcount: MONGODB_URI is missing/),
    });
  });
});
