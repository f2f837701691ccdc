import { newsOf } from '@garbageday/page/client/model.ts';
import { stakesOf } from '@garbageday/page/client/stakes.ts';
import { tilesOf, zonesOf } from '@garbageday/page/client/tiles.ts';
import type { PageKill } from '@garbageday/page/patch.ts';
import { describe, expect, it } from 'vitest';
import { targetRecord as target } from '../fakes/experiment.ts';
import { instance, wholeGroup } from '../fakes/simulated-world.ts';

const web = wholeGroup();
const data = wholeGroup({ name: 'data', kind: 'data' });

describe('the tiles', () => {
  it.each([
    ['serving', {}],
    ['booting', { state: 'pending' }],
    ['dying', { state: 'shutting-down' }],
    ['away', { isInService: false }],
  ] as const)('one is %s', (state, changes) => {
    const [tile] = tilesOf([wholeGroup({ instances: [instance(changes)] })], [], 0);
    expect(tile?.state).toBe(state);
  });

  it('keep the place of one that is gone until the next one comes, or for a minute', () => {
    const whole = tilesOf([web], [], 0);
    const short = wholeGroup({ instances: web.instances.slice(1) });
    const gone = tilesOf([short], whole, 1_000);
    const healed = tilesOf([web], gone, 2_000);
    const smaller = tilesOf([short], gone, 61_000);
    expect([whole, gone, healed, smaller].map((tiles) => tiles.map(({ state }) => state))).toEqual([
      ['serving', 'serving', 'serving'],
      ['gone', 'serving', 'serving'],
      ['serving', 'serving', 'serving'],
      ['serving', 'serving'],
    ]);
    expect(zonesOf(gone)).toEqual(['a', 'b', 'c']);
  });

  it('show the newest of two in one place', () => {
    const old = instance({ id: 'i-old', state: 'shutting-down', launchedAtMs: 1 });
    const young = instance({ id: 'i-new', state: 'pending', launchedAtMs: 2 });
    const tiles = tilesOf([wholeGroup({ instances: [young, old] })], [], 3);
    expect(tiles.map((tile) => tile.instance?.id)).toEqual(['i-new']);
  });
});

describe('what is at stake', () => {
  it('is little while one can be spared', () => {
    expect(stakesOf(web, { id: 'i-web-a', role: 'none' })).toEqual({
      text: '2 of 3 stay in service, and 2 are required.',
      isHigh: false,
    });
  });

  it('is much for the primary', () => {
    expect(stakesOf(data, { id: 'i-data-a', role: 'primary' })).toEqual({
      text: 'This is the primary: writes wait until another one is elected. 2 of 3 stay in service, and 2 are required.',
      isHigh: true,
    });
  });

  it('is much where more of a replica set are required than its majority', () => {
    const { text, isHigh } = stakesOf({ ...data, requiredHealthy: 3 }, { id: 'i-data-b', role: 'secondary' });
    expect([text, isHigh]).toEqual([
      'No spare: 2 of 3 stay in service, and 3 are required. The gate will refuse.',
      true,
    ]);
  });

  it('is much where none can be spared', () => {
    const short = wholeGroup({ instances: web.instances.slice(1) });
    expect(stakesOf(short, { id: 'i-web-b', role: 'none' })).toMatchObject({
      text: expect.stringContaining('No spare: 1 of 3 stay in service'),
      isHigh: true,
    });
  });
});

it.each([
  ['web-a died', { verdict: 'running', injectedAtMs: 1 }],
  ['', { verdict: 'running', injectedAtMs: null }],
  ['Passed: web-a died · 0 failed', { verdict: 'pass', injectedAtMs: 1 }],
  ['web termination: refused', { verdict: 'refused', injectedAtMs: null }],
] as const)('a screen reader hears: %j', (said, changes) => {
  const kill: PageKill = {
    ...{ id: 'x', group: 'web', label: 'web termination', state: 'injected', target, endedAtMs: null },
    ...{ felt: null, headline: 'web-a died · 0 failed' },
    ...changes,
  };
  expect(newsOf(kill)).toBe(said);
});
