import { UsageError } from '@garbageday/core/errors.ts';
import { parseParentMessage } from '@garbageday/prober/parent-message.ts';
import { describe, expect, it } from 'vitest';
import { usersJourney } from '../fixtures/word-journeys.ts';

const start = {
  kind: 'start',
  service: 'demo',
  journey: usersJourney,
  vantage: 'local',
  baseUrl: 'http://127.0.0.1:8080',
  ratePerSecond: 10,
  latencyThresholdMs: 300,
  timeoutMs: 5_000,
  seed: 'x',
  sliceSeconds: 1,
};

describe('a message of the parent', () => {
  it('is taken as its type has it', () => {
    expect(parseParentMessage(start)).toEqual({ ...start, seq: 0 });
    expect(parseParentMessage({ ...start, seq: 2 })).toEqual({ ...start, seq: 2 });
    const secrets = { ShopToken: 'open-sesame' };
    expect(parseParentMessage({ ...start, secrets })).toEqual({ ...start, seq: 0, secrets });
    expect(parseParentMessage({ kind: 'stop' })).toEqual({ kind: 'stop' });
  });

  it.each([
    ['null', null, 'expected'],
    ['another kind', { kind: 'go' }, 'expected'],
    ['no service', { ...start, service: '' }, '"service"'],
    ['no journey', { ...start, journey: undefined }, '"journey"'],
    ['a journey of another role', { ...start, journey: { ...usersJourney, role: 'king' } }, '"journey"'],
    ['a journey without steps', { ...start, journey: { ...usersJourney, steps: [] } }, '"journey"'],
    ['a journey with half a step', { ...start, journey: { ...usersJourney, steps: [{}] } }, '"journey"'],
    ['a rate of 0', { ...start, ratePerSecond: 0 }, '"ratePerSecond"'],
    ['an infinite rate', { ...start, ratePerSecond: Infinity }, '"ratePerSecond"'],
    ['a rate as a text', { ...start, ratePerSecond: '10' }, '"ratePerSecond"'],
    ['an address that is none', { ...start, baseUrl: 'demo' }, '"baseUrl"'],
    ['an address of another protocol', { ...start, baseUrl: 'ftp://demo' }, '"baseUrl"'],
    ['a negative sequence', { ...start, seq: -1 }, '"seq"'],
    ['secrets that are none', { ...start, secrets: 'open-sesame' }, '"secrets"'],
    ['a secret that is not a text', { ...start, secrets: { ShopToken: ['open-sesame'] } }, '"secrets"'],
  ])('that is %s is refused in one line', (_, message, words) => {
    expect(() => parseParentMessage(message)).toThrow(UsageError);
    expect(() => parseParentMessage(message)).toThrow(words);
    expect(() => parseParentMessage(message)).not.toThrow('open-sesame');
  });
});
