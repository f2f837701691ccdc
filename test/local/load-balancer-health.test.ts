import type { CheckResult } from '@garbageday/local/load-balancer/embedded/health-check.ts';
import { afterCheck, isGivenUp, unproven } from '@garbageday/local/load-balancer/embedded/upstream.ts';
import { describe, expect, it } from 'vitest';

describe('what checks make of a target', () => {
  it.each<[string, readonly CheckResult[], { isUp: boolean; isGivenUp: boolean }]>([
    ['a new target is not in service', [], { isUp: false, isGivenUp: false }],
    ['one good check puts it in service', ['ready'], { isUp: true, isGivenUp: false }],
    ['not ready takes it out at once', ['ready', 'not-ready'], { isUp: false, isGivenUp: false }],
    ['a refusal takes it out at once', ['ready', 'refused'], { isUp: false, isGivenUp: false }],
    ['one silent check is forgiven', ['ready', 'silent'], { isUp: true, isGivenUp: false }],
    ['the second gives it up', ['ready', 'silent', 'silent'], { isUp: false, isGivenUp: true }],
    ['only in a row', ['ready', 'silent', 'ready', 'silent'], { isUp: true, isGivenUp: false }],
    [
      'an inconclusive check proves nothing',
      ['ready', 'silent', 'inconclusive'],
      { isUp: true, isGivenUp: false },
    ],
    [
      'it comes back with one good check',
      ['silent', 'silent', 'silent', 'ready'],
      { isUp: true, isGivenUp: false },
    ],
    [
      'a hung process that dies is no longer given up',
      ['silent', 'silent', 'refused'],
      { isUp: false, isGivenUp: false },
    ],
  ])('%s', (_sentence, results, expected) => {
    const health = results.reduce(afterCheck, unproven);
    expect({ isUp: health.isUp, isGivenUp: isGivenUp(health) }).toEqual(expected);
  });
});
