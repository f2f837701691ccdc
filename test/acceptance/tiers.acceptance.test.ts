/** `garbageday gameday` with the two tiers of examples/two-tiers.config.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from './garbageday.ts';
import { nothingIsLeft } from './nothing-is-left.ts';
import { clear, makePlace } from './place.ts';

const place = makePlace();
const config = join(import.meta.dirname, '../../examples/two-tiers.config.ts');

afterAll(() => clear(place));

describe('a game day with two tiers of your own', () => {
  it('kills a copy of each, and reports of each', async () => {
    const typed = ['gameday', '--config', config, '--kills', '2', '--duration', '46s', '--seed', 'tiers'];
    const { code, stdout, stderr } = await run(place, typed, 120_000);
    // 3: on a crowded machine too little was measured.
    expect([0, 3], `${stdout}${stderr}`).toContain(code);
    const document = JSON.parse(readFileSync(join(place.directory, 'report.json'), 'utf8'));
    expect(document.service).toBe('shop');
    const killed = document.experiments.map(({ group }: { group: string }) => group);
    expect(killed.toSorted()).toEqual(['front', 'stock']);
    expect(stdout).toMatch(/^ {2}front: 1 of 1 kill/m);
    expect(stdout).toMatch(/^ {2}stock: 1 of 1 kill/m);
    expect(stdout).not.toMatch(/^Found$/m);
    await nothingIsLeft(place);
  }, 200_000);
});
