import type { ConfigurationInput, JourneyInput } from '@garbageday/config/configuration-input.ts';
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
const [basket] = checkout.steps;

function withStep(changes: object): unknown {
  return { journeys: [{ ...checkout, steps: [{ ...basket, ...changes }] }] };
}

describe('journeys', () => {
  it('are none of the configuration by default: the service has its own', () => {
    expect(parsed({}).journeys).toEqual([]);
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
      },
    ]);
  });

  it.each([
    ['no steps', { journeys: [{ ...checkout, steps: [] }] }, 'journeys[0].steps: is empty'],
    ['two journeys of a name', { journeys: [checkout, checkout] }, 'journeys[1].name: "probe"'],
    ['another name', { journeys: [{ ...checkout, name: 'shop' }] }, 'journeys[0].name: "shop"'],
    ['the name of the other role', { journeys: [{ ...checkout, role: 'load' }] }, 'is named "users"'],
    ['a path with a host', withStep({ path: 'http://a/b' }), 'journeys[0].steps[0].path: "http://a/b"'],
    [
      'a value that nothing gives',
      withStep({ path: '/{nothing}' }),
      'journeys[0].steps[0]: {nothing} has no',
    ],
    [
      'a value that is saved too late',
      { journeys: [{ ...checkout, steps: checkout.steps.toReversed() }] },
      '{basket} has no value',
    ],
    ['a secret', withStep({ headers: { Authorization: '{secret:token}' } }), 'journeys have no secrets yet'],
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
