import { secretsOf } from '@garbageday/core/probe/journey-secrets.ts';
import { journeyNamed } from '@garbageday/core/probe/measured-journey.ts';
import { isTrusted } from '@garbageday/core/probe/read-slices.ts';
import { describe, expect, it } from 'vitest';
import { measuredJourney } from '../../fakes/configuration.ts';
import { sliceAt } from '../../fakes/slices.ts';
import { probeJourney } from '../../fixtures/word-journeys.ts';

describe('a journey', () => {
  it('is found by its name', () => {
    const journeys = [measuredJourney({ name: 'search' }), measuredJourney({ name: 'checkout' })];
    expect(journeyNamed(journeys, 'checkout')).toBe(journeys[1]);
    expect(() => journeyNamed(journeys, 'users')).toThrow(RangeError);
  });

  it('names its secrets in headers and bodies, each once', () => {
    const [step] = probeJourney.steps;
    if (step === undefined) throw new Error('it has steps');
    const headers = [['Authorization', 'Bearer {secret:Token}']] as const;
    const body = '{"key":"{secret:Key}","again":"{secret:Token}","word":"{word}"}';
    expect(secretsOf(probeJourney)).toEqual([]);
    expect(
      secretsOf({
        steps: [
          { ...step, headers },
          { ...step, body },
        ],
      }),
    ).toEqual(['Token', 'Key']);
  });
});

describe('a slice is trusted', () => {
  it.each([
    ['of a load that was late itself', 'load', 51, true],
    ['of a judge in time', 'judge', 50, true],
    ['of a judge that was late itself', 'judge', 51, false],
  ] as const)('%s', (_, role, lagP99Ms, isExpected) => {
    expect(isTrusted({ ...sliceAt(0), lagP99Ms }, role, 50)).toBe(isExpected);
  });
});
