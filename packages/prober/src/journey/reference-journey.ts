/** The reference journey of the word counter: insert a word, get it and see at least one's own count, see the toplist. */
import type { Reply } from '../http/request.ts';
import type { Assertion, Journey, Step } from './journey.ts';
import { jsonAt, parseJson } from './json-path.ts';
import { ownCount } from './own-count.ts';

/** The words of every run, so that nothing piles up and nothing needs cleaning up. */
export const probeWords: readonly string[] = Array.from({ length: 8 }, (_, index) => `probe-${index + 1}`);

/** The longest toplist that is one. */
export const maxToplist = 10;

/** The journeys of one run, each with the next word of `words` in turn. What is known of each word lives as long. */
export function referenceJourneys(words: readonly string[]): () => Journey {
  const journeys = words.map(referenceJourney);
  let turn = 0;
  return () => {
    const journey = journeys[turn % journeys.length];
    if (journey === undefined) throw new RangeError('the reference journey needs at least one word');
    turn += 1;
    return journey;
  };
}

function referenceJourney(word: string): Journey {
  const own = ownCount();
  const isOfWord = { kind: 'json', path: 'word', equals: word } as const;
  const acknowledge: Assertion = { kind: 'since-sent', begin: () => asCheck(own.startInsert()) };
  const readsOwnWrites: Assertion = {
    kind: 'since-sent',
    begin: () => {
      const isRecent = own.startRead();
      return ({ body }) => (isRecent(countAt(parseJson(body), 'count')) ? null : 'stale');
    },
  };
  const isCounted = { kind: 'json-at-least', path: 'count', least: 1 } as const;
  return {
    name: 'probe',
    steps: [
      get('insert', `/insert/${word}`, [isOfWord, isCounted, acknowledge]),
      get('get', `/get/${word}`, [isOfWord, isCounted, readsOwnWrites]),
      get('toplist', '/toplist', [{ kind: 'since-sent', begin: () => judgeToplist }]),
    ],
  };
}

function get(name: string, path: string, assertions: readonly Assertion[]): Step {
  const ok = { kind: 'status', equals: 200 } as const;
  return {
    name,
    method: 'GET',
    path,
    headers: [],
    body: null,
    assertions: [ok, ...assertions],
    extract: [],
  };
}

function asCheck(act: () => void): () => null {
  return () => {
    act();
    return null;
  };
}

function judgeToplist({ body }: Reply): 'assertion' | null {
  const list = parseJson(body);
  if (!Array.isArray(list) || list.length > maxToplist) return 'assertion';
  const counts = list.map((entry: unknown) => countAt(entry, 'count'));
  const isOrdered = counts.every((count, index) => count <= (counts[index - 1] ?? Infinity));
  return isOrdered ? null : 'assertion';
}

/** NaN when it is no number: it then compares as false to everything. */
function countAt(document: unknown, path: string): number {
  const count = jsonAt(document, path);
  return typeof count === 'number' ? count : Number.NaN;
}
