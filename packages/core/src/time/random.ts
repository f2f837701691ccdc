/** Seeded randomness: one string seed, one stream, the same on every machine. Not for secrets. */
import type { Random } from '../ports.ts';

const twoTo32 = 2 ** 32;

/** Joins the parts of a seed, so that `('a', 'bc')` and `('ab', 'c')` stay distinct. */
export function seedOf(...parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll('/', '//')).join(' / ');
}

/**
 * A stream of uniform numbers that depends on the seed alone.
 * The seed's UTF-16 units are hashed by xmur3 (bryc, after MurmurHash3's mixer) into the 128 bits of state of sfc32
 * (Chris Doty-Humphrey, PractRand; period at least 2^32), which is warmed up by 15 rounds.
 */
export function seededRandom(seed: string): Random {
  const nextUint32 = sfc32(xmur3(seed));
  for (let round = 0; round < 15; round += 1) nextUint32();
  return {
    next: () => nextUint32() / twoTo32,
    below: (bound) => unbiasedBelow(nextUint32, bound),
  };
}

/** One of the items, each equally likely; `undefined` if there are none. */
export function pickOne<T>(random: Random, items: readonly T[]): T | undefined {
  return items.length === 0 ? undefined : items[random.below(items.length)];
}

/** All items in random order, every permutation equally likely: drawn one by one without replacement. */
export function shuffled<T>(random: Random, items: readonly T[]): readonly T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(random.below(left.length), 1));
}

/** Rejection sampling: draws at or above the largest multiple of `bound` would favour the low numbers. */
function unbiasedBelow(nextUint32: () => number, bound: number): number {
  if (!Number.isInteger(bound) || bound < 1 || bound > twoTo32) {
    throw new RangeError(`below(bound) wants an integer from 1 to 2^32, not ${bound}`);
  }
  const limit = twoTo32 - (twoTo32 % bound);
  let drawn = nextUint32();
  while (drawn >= limit) drawn = nextUint32();
  return drawn % bound;
}

function xmur3(text: string): () => number {
  let state = 1779033703 ^ text.length;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 3432918353);
    state = (state << 13) | (state >>> 19);
  }
  return () => {
    state = Math.imul(state ^ (state >>> 16), 2246822507);
    state = Math.imul(state ^ (state >>> 13), 3266489909);
    state ^= state >>> 16;
    return state >>> 0;
  };
}

function sfc32(nextSeed: () => number): () => number {
  let a = nextSeed();
  let b = nextSeed();
  let c = nextSeed();
  let counter = nextSeed();
  return () => {
    const drawn = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + drawn) | 0;
    return drawn >>> 0;
  };
}
