import { byteReader, readReal, readSigned } from '@garbageday/core/probe/byte-reader.ts';
import { byteWriter } from '@garbageday/core/probe/byte-writer.ts';
import { errorKinds, type Slice } from '@garbageday/core/probe/slice.ts';
import { decodeSlice, encodeSlice } from '@garbageday/core/probe/slice-codec.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asRead, sampleSlice } from '../../contract/sample-slice.ts';
import { minuteOfProbes } from '../../fakes/minute-of-probes.ts';

const count = fc.oneof(fc.nat(20), fc.nat(1_000_000), fc.maxSafeNat());
const counts = fc.tuple(count, count).map(([a, b]) => ({ good: Math.min(a, b), total: Math.max(a, b) }));

const histogram = fc
  .uniqueArray(fc.oneof(fc.integer({ min: -120, max: 560 }), fc.integer({ min: -1e9, max: 1e9 })))
  .chain((buckets) =>
    fc.tuple(
      ...buckets
        .toSorted((a, b) => a - b)
        .map((bucket) => fc.oneof(fc.integer({ min: 1, max: 20 }), count).map((n) => [bucket, n] as const)),
    ),
  )
  .map((buckets) => ({ buckets }));

const real = fc.double({ noNaN: true });

const slice: fc.Arbitrary<Slice> = fc.record({
  service: fc.string(),
  journey: fc.string(),
  vantage: fc.string(),
  startMs: count,
  widthSeconds: count,
  seq: count,
  availability: counts,
  latency: counts,
  errors: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...errorKinds), count), { selector: ([kind]) => kind })
    .map((errors) => errors.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  retried: count,
  histogram,
  longestMs: real,
  badRuns: fc.record({ leading: count, longest: count, trailing: count }),
  lagP99Ms: real,
  steps: fc.array(fc.record({ step: fc.string({ unit: 'binary' }), counts, histogram }), { maxLength: 4 }),
});

describe('a slice as bytes', () => {
  it('comes back exactly as it was, but for the latencies of its steps', () => {
    fc.assert(
      fc.property(slice, (given) => {
        expect(decodeSlice(given, encodeSlice(given))).toEqual(asRead(given));
      }),
    );
  });

  it('comes back from the middle of a larger buffer', () => {
    const bytes = encodeSlice(sampleSlice());
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    expect(decodeSlice(sampleSlice(), larger.subarray(3, 3 + bytes.length))).toEqual(asRead(sampleSlice()));
  });

  it.each([
    ['a good minute', () => false],
    ['a bad minute', (index: number) => index % 3 === 0],
  ])('of 60 probes takes at most 300 bytes: %s', (_, isBad) => {
    const sizes = Array.from(
      { length: 50 },
      (_each, seed) => encodeSlice(minuteOfProbes(`${seed}`, isBad)).length,
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(300);
  });

  it('is refused when it is cut short anywhere', () => {
    const bytes = encodeSlice(sampleSlice());
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decodeSlice(sampleSlice(), bytes.subarray(0, length))).toThrow(RangeError);
    }
  });

  it('is refused when a later version wrote it', () => {
    const bytes = encodeSlice(sampleSlice());
    bytes[0] = 2;
    expect(() => decodeSlice(sampleSlice(), bytes)).toThrow('a slice of version 2 cannot be read; this is 1');
  });

  it('is refused when it has a kind of error that nobody knows', () => {
    const bytes = encodeSlice(sampleSlice({ errors: [['dns', 3]] }));
    // Version, width, two counts of two numbers each, one kind of error.
    bytes[7] = 200;
    expect(() => decodeSlice(sampleSlice(), bytes)).toThrow('there is no kind of error 200');
  });

  it.each([
    [
      'descend',
      [
        [7, 1],
        [6, 1],
      ],
    ],
    [
      'repeat',
      [
        [7, 1],
        [7, 1],
      ],
    ],
  ] as const)('is not made of buckets that %s', (_, buckets) => {
    expect(() => encodeSlice(sampleSlice({ histogram: { buckets } }))).toThrow(
      'the buckets of a histogram ascend',
    );
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('is not made of the count %d', (retried) => {
    expect(() => encodeSlice(sampleSlice({ retried }))).toThrow(`${retried} is not a whole number`);
  });
});

describe('bytes', () => {
  it('hold whole numbers of either sign, and reals, exactly', () => {
    const whole = fc.integer({ min: -(2 ** 52), max: 2 ** 52 - 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(whole, fc.double())), (pairs) => {
        const to = byteWriter();
        for (const [signed, value] of pairs) {
          to.signed(signed);
          to.real(value);
        }
        const from = byteReader(to.build());
        expect(pairs.map(() => [readSigned(from), readReal(from)])).toEqual(pairs);
      }),
    );
  });

  it('take one byte for a number below 128', () => {
    const to = byteWriter();
    for (const value of [0, 1, 127]) to.count(value);
    expect([...to.build()]).toEqual([0, 1, 127]);
  });
});
