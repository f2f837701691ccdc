import type { ConfigurationInput } from '@garbageday/config/configuration-input.ts';
import type { JourneyInput } from '@garbageday/config/journey-input.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';

const checkout: JourneyInput = {
  name: 'probe',
  role: 'judge',
  variables: [{ name: 'item', pattern: 'item-{n}', count: 20 }],
  steps: [
    {
      name: 'basket',
      method: 'POST',
      path: '/baskets',
      headers: { 'Content-Type': 'application/json' },
      body: '{"item":"{item}"}',
      expect: [{ kind: 'status', equals: 201 }],
      save: [{ name: 'basket', from: { kind: 'json', path: 'id' } }],
    },
    {
      name: 'show',
      path: '/baskets/{basket}',
      expect: [
        { kind: 'json', path: 'item', equals: '{item}' },
        { kind: 'latency', most: '2s' },
        { kind: 'regex', matches: '^\\{' },
      ],
    },
  ],
};

function parsed(input: ConfigurationInput) {
  return parseConfiguration(input, 'file');
}
const { steps: ofCheckout = [] } = checkout;
const [basket] = ofCheckout;

function withStep(changes: object): unknown {
  return { journeys: [{ ...checkout, steps: [{ ...basket, ...changes }] }] };
}

describe('journeys', () => {
  it('are a load and a judge by default, which do what the service has them do', () => {
    const input = { users: { ratePerSecond: 50 }, probe: { timeout: '2s', latencyThreshold: '1s' } };
    const own = { variables: [], steps: [] };
    expect(parsed(input).journeys).toEqual([
      {
        ...{ name: 'users', role: 'load', ...own },
        ratePerSecond: 50,
        latencyThresholdMs: 300,
        timeoutMs: 10_000,
      },
      {
        ...{ name: 'probe', role: 'judge', ...own },
        ratePerSecond: 10,
        latencyThresholdMs: 1_000,
        timeoutMs: 2_000,
      },
    ]);
  });

  it('have any names and any number; what one does not say is said of its role', () => {
    const journeys: JourneyInput[] = [
      checkout,
      { ...checkout, name: 'search', ratePerSecond: 2, timeout: '1s', latencyThreshold: '250ms' },
      { ...checkout, name: 'shoppers', role: 'load', ratePerSecond: 400 },
      { ...checkout, name: 'robots', role: 'load' },
    ];
    const { journeys: measured, slos } = parsed({ journeys, users: { ratePerSecond: 7 } });
    expect(
      measured.map((one) => [one.name, one.role, one.ratePerSecond, one.latencyThresholdMs, one.timeoutMs]),
    ).toEqual([
      ['probe', 'judge', 10, 300, 5_000],
      ['search', 'judge', 2, 250, 1_000],
      ['shoppers', 'load', 400, 300, 10_000],
      ['robots', 'load', 7, 300, 10_000],
    ]);
    expect(slos.map(({ name, role, objective }) => [name, role, objective])).toEqual([
      ['probe: availability', 'judge', 0.999],
      ['probe: latency', 'judge', 0.99],
      ['search: availability', 'judge', 0.999],
      ['search: latency', 'judge', 0.99],
      ['shoppers: availability', 'load', 0.999],
      ['shoppers: latency', 'load', 0.99],
      ['robots: availability', 'load', 0.999],
      ['robots: latency', 'load', 0.99],
    ]);
  });

  it('may all be judges', () => {
    expect(parsed({ journeys: [checkout] }).journeys.map(({ role }) => role)).toEqual(['judge']);
  });

  it('are data when they are written, with every default filled in', () => {
    expect(parsed({ journeys: [checkout] }).journeys).toEqual([
      {
        name: 'probe',
        role: 'judge',
        variables: [{ name: 'item', pattern: 'item-{n}', count: 20, pick: 'in-turn' }],
        steps: [
          {
            name: 'basket',
            method: 'POST',
            path: '/baskets',
            headers: [['Content-Type', 'application/json']],
            body: '{"item":"{item}"}',
            expect: [{ kind: 'status', equals: 201 }],
            save: [{ name: 'basket', from: { kind: 'json', path: 'id' } }],
          },
          {
            name: 'show',
            method: 'GET',
            path: '/baskets/{basket}',
            headers: [],
            body: null,
            expect: [
              { kind: 'json', path: 'item', equals: '{item}' },
              { kind: 'latency', mostMs: 2_000 },
              { kind: 'regex', matches: '^\\{' },
            ],
            save: [],
          },
        ],
        ...{ ratePerSecond: 10, latencyThresholdMs: 300, timeoutMs: 5_000 },
      },
    ]);
  });

  it.each([
    ['no steps', { journeys: [{ ...checkout, steps: [] }] }, 'journeys[0].steps: is empty'],
    ['two journeys of a name', { journeys: [checkout, checkout] }, 'journeys[1].name: "probe"'],
    ['no judge', { journeys: [{ ...checkout, role: 'load' }] }, 'journeys: have no judge'],
    ['a name with a space', { journeys: [{ ...checkout, name: 'my shop' }] }, 'journeys[0].name: "my shop"'],
    [
      'the name of a server',
      { journeys: [{ ...checkout, name: 'load-balancer-b' }] },
      'journeys[0].name: "load-balancer-b" is also a server of the group "load-balancer"',
    ],
    [
      'a rate that only a load may have',
      { journeys: [{ ...checkout, ratePerSecond: 1_001 }] },
      'journeys[0].ratePerSecond: 1001 is too large; write 0.1 to 1,000 probes a second',
    ],
    [
      'a threshold that no answer reaches',
      { journeys: [{ ...checkout, timeout: '200ms' }] },
      'journeys[0].latencyThreshold: 300 ms is longer than timeout 200 ms',
    ],
    [
      'an objective for a name that is almost theirs',
      { journeys: [checkout], slos: [{ journey: 'prob', sli: 'availability', objective: 0.99 }] },
      'slos[0].journey: "prob" is not a journey; did you mean "probe"?',
    ],
    [
      'an objective for a name that is nothing like theirs',
      { journeys: [checkout], slos: [{ journey: 'users', sli: 'availability', objective: 0.99 }] },
      'slos[0].journey: "users" is not a journey; known: probe',
    ],
    ['a path with a host', withStep({ path: 'http://a/b' }), 'journeys[0].steps[0].path: "http://a/b"'],
    [
      'a value that nothing gives',
      withStep({ path: '/{nothing}' }),
      'journeys[0].steps[0]: {nothing} has no',
    ],
    [
      'a value that is saved too late',
      { journeys: [{ ...checkout, steps: ofCheckout.toReversed() }] },
      '{basket} has no value',
    ],
    [
      'a value that was saved in another run, as each is one step',
      { journeys: [{ ...checkout, steps: ofCheckout.map((step) => ({ ...step, weight: 2 })) }] },
      '{basket} has no value',
    ],
    ['a weight of nothing', withStep({ weight: 0 }), 'journeys[0].steps[0].weight: 0 is too small'],
    [
      'a secret that neither platform could hold',
      withStep({ headers: { Authorization: '{secret:shop-token}' } }),
      'journeys[0].steps[0]: {secret:shop-token} is not the name of a secret',
    ],
    [
      'a secret in a path',
      withStep({ path: '/{secret:Token}' }),
      'a secret may stand in headers and body alone',
    ],
    [
      'a secret in an expectation',
      withStep({ expect: [{ kind: 'text', includes: '{secret:Token}' }] }),
      'a secret may stand in headers and body alone',
    ],
    [
      'a counter of nothing',
      withStep({ expect: [{ kind: 'increases', counter: '{x}' }] }),
      '{x} has no value',
    ],
    [
      'a pattern that is not one',
      withStep({ expect: [{ kind: 'regex', matches: '(' }] }),
      '"(" is not a regular',
    ],
    ['a misspelt key', withStep({ expects: [] }), 'expects: unknown key; did you mean "expect"?'],
  ])('that have %s are refused', (_, input, words) => {
    expect(() => parseConfiguration(input, 'file')).toThrow(words);
  });
});
