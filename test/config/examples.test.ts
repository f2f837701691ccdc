import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const examples = readdirSync(`${root}examples`).filter((name) => name.includes('.config.'));

describe('examples', () => {
  it('are there', () => expect(examples.length).toBeGreaterThanOrEqual(4));

  it.each(examples)('%s loads', async (name) => {
    const configuration = await loadConfiguration(`examples/${name}`, root);
    expect(configuration.groups.length).toBeGreaterThan(0);
  });
});

describe('garbageday.config.ts', () => {
  it('is the defaults, spelt out, with what the journeys do', async () => {
    const written = await loadConfiguration('garbageday.config.ts', root);
    expect(written.journeys.every(({ steps }) => steps.length > 0)).toBe(true);
    const journeys = written.journeys.map((journey) => ({ ...journey, variables: [], steps: [] }));
    expect({ ...written, journeys }).toEqual(parseConfiguration({}, 'defaults'));
  });
});
