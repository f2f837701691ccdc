/** The journeys stand in garbageday.config.ts, and in code for those without a configuration: both are the same. */
import { fileURLToPath } from 'node:url';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { probeJourney, usersJourney } from '@garbageday/demo/journeys.ts';
import { countedPrefixes } from '@garbageday/demo/stored-words.ts';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

it('garbageday.config.ts has the journeys of the word counter', async () => {
  const { journeys } = await loadConfiguration('garbageday.config.ts', root);
  expect(journeys).toEqual([expect.objectContaining(usersJourney), expect.objectContaining(probeJourney)]);
});

function ofWords(pattern: string, changes: Partial<typeof usersJourney> = {}) {
  const [word] = usersJourney.variables;
  return { ...usersJourney, variables: word === undefined ? [] : [{ ...word, pattern }], ...changes };
}

describe('the words whose counts the loads increase', () => {
  it.each([
    ['of the only load', [usersJourney, probeJourney], ['user-']],
    ['of several loads', [usersJourney, ofWords('shop-{n}'), probeJourney], ['user-', 'shop-']],
    ['once, where those of one are among those of another', [usersJourney, ofWords('user-b-{n}')], ['user-']],
    ['none, where nothing is written', [ofWords('x-{n}', { steps: [] }), probeJourney], []],
    ['unknown, where a judge writes such words too', [ofWords('probe-{n}'), probeJourney], null],
    ['unknown, where a pattern goes on after the number', [ofWords('user-{n}-x'), probeJourney], null],
  ] as const)('are known %s', (_, journeys, prefixes) => {
    expect(countedPrefixes(journeys)).toEqual(prefixes);
  });
});
