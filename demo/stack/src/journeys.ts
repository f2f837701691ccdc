/** What users do with the word counter, and how the probe judges it: both as data. */
import type { Expectation, Journey, JourneyStep } from '@garbageday/core/probe/journey.ts';

const ok: Expectation = { kind: 'status', equals: 200 };
const isOfWord: Expectation = { kind: 'json', path: 'word', equals: '{word}' };
const isCounted: Expectation = { kind: 'atLeast', path: 'count', least: 1 };
const increases: Expectation = { kind: 'increases', counter: '{word}' };

function get(name: string, path: string, expect: readonly Expectation[]): JourneyStep {
  return { name, method: 'GET', path, headers: [], body: null, expect: [ok, ...expect], save: [] };
}

/** Users insert words: a few often, most of them rarely. */
export const usersJourney: Journey = {
  name: 'users',
  role: 'load',
  variables: [{ name: 'word', pattern: 'user-{n}', count: 1_000, pick: 'zipf' }],
  steps: [get('insert', '/insert/{word}', [isOfWord, increases])],
};

/**
 * The probe inserts a word, gets it and sees at least its own count, and sees the toplist. Eight words, so that nothing
 * piles up.
 */
export const probeJourney: Journey = {
  name: 'probe',
  role: 'judge',
  variables: [{ name: 'word', pattern: 'probe-{n}', count: 8, pick: 'in-turn' }],
  steps: [
    get('insert', '/insert/{word}', [isOfWord, isCounted, increases]),
    get('get', '/get/{word}', [isOfWord, isCounted, { kind: 'neverLess', counter: '{word}', path: 'count' }]),
    get('toplist', '/toplist', [{ kind: 'list', path: '', most: 10, descendingBy: 'count' }]),
  ],
};
