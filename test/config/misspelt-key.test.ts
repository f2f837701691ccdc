import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usageLine } from './usage-line.ts';

const slo = { journey: 'users', sli: 'availability', objective: 0.999 };
function withSlo(change: object) {
  return { slos: [{ ...slo, ...change }] };
}
function withWeb(change: object) {
  return { groups: [{ kind: 'web', ...change }] };
}

/** Every object of the configuration, as a path, with its known keys and a valid value for each. */
const objects = [
  {
    at: (o: object) => o,
    known: [
      'service',
      'mode',
      'schedule',
      'groups',
      'users',
      'probe',
      'slos',
      'composites',
      'exclusions',
      'budget',
    ],
  },
  {
    at: (o: object) => ({ schedule: o }),
    known: [
      'timeZone',
      'from',
      'to',
      'windows',
      'workdays',
      'holidays',
      'meanDaysBetween',
      'minDaysBetween',
      'maxPerDay',
    ],
  },
  {
    at: (o: object) => withWeb(o),
    known: [
      'kind',
      'name',
      'desiredSize',
      'requiredHealthy',
      'isEnabled',
      'fault',
      'faultDuration',
      'minAge',
      'exempt',
      'hypothesis',
    ],
  },
  { at: (o: object) => withWeb({ exempt: o }), known: ['zones', 'instances', 'tags'] },
  { at: (o: object) => ({ schedule: { windows: [o] } }), known: ['from', 'to'] },
  { at: (o: object) => withWeb({ hypothesis: o }), known: ['maxBadProbes', 'maxP99', 'maxRecover'] },
  {
    at: (o: object) => withSlo(o),
    known: [
      'journey',
      'step',
      'vantage',
      'sli',
      'objective',
      'name',
      'budgeting',
      'window',
      'timeZone',
      'alerts',
    ],
  },
  { at: (o: object) => withSlo({ budgeting: o }), known: ['kind', 'slice', 'target'] },
  { at: (o: object) => withSlo({ alerts: [o] }), known: ['severity', 'share', 'long', 'short'] },
  {
    at: (o: object) => ({ composites: [o] }),
    known: ['name', 'objective', 'window', 'timeZone', 'members'],
  },
  { at: (o: object) => ({ composites: [{ members: [o] }] }), known: ['slo', 'weight'] },
  {
    at: (o: object) => ({ exclusions: [o] }),
    known: ['name', 'timeZone', 'from', 'to', 'cron', 'rrule', 'start', 'duration'],
  },
  { at: (o: object) => ({ budget: { policy: [o] } }), known: ['below', 'refuse'] },
  { at: (o: object) => ({ users: o }), known: ['ratePerSecond', 'latencyThreshold'] },
  {
    at: (o: object) => ({ probe: o }),
    known: ['ratePerSecond', 'latencyThreshold', 'timeout', 'maxLag', 'minCoverage'],
  },
  { at: (o: object) => ({ budget: o }), known: ['reserve', 'chaosShare', 'coldStartSpend', 'policy'] },
];

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');

/** One edit: a letter left out, doubled, replaced or added. */
const typo = fc
  .constantFrom(...objects.flatMap((object) => object.known.map((key) => ({ object, key }))))
  .chain(({ object, key }) =>
    fc
      .record({ at: fc.nat(key.length - 1), letter, edit: fc.constantFrom('drop', 'add', 'replace') })
      .map(({ at, letter, edit }) => {
        const [head, tail] = [key.slice(0, at), key.slice(edit === 'add' ? at : at + 1)];
        return { object, key, misspelt: edit === 'drop' ? head + tail : head + letter + tail };
      }),
  )
  .filter(({ object, misspelt }) => misspelt !== '' && !object.known.includes(misspelt));

describe('a typo of one letter in any known key', () => {
  it('is named, and so is a known key one edit away', async () => {
    await fc.assert(
      fc.asyncProperty(typo, async ({ object, key, misspelt }) => {
        const line = await usageLine(() => parseConfiguration(object.at({ [misspelt]: 1 }), 'f'));
        const [, suggested = ''] = /did you mean "(.*)"\?$/.exec(line) ?? [];
        expect(line).toContain(`${misspelt}: unknown key; did you mean `);
        // `fro` is one edit from `from`, and so is `to` from `tt`: an equally near key may be the one that is named.
        expect(suggested === key || isOneEdit(misspelt, suggested)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** Independent of the implementation under test: equal but for one letter left out, added or replaced. */
function isOneEdit(a: string, b: string): boolean {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  let head = 0;
  while (head < left.length && left[head] === right[head]) head += 1;
  const rests = [left.slice(head), right.slice(head)];
  const [x = '', y = ''] = rests;
  return x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1);
}
