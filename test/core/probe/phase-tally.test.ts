import { countOf } from '@garbageday/core/probe/histogram.ts';
import {
  mergePhases,
  noPhases,
  type PhaseTimes,
  phaseTallyBuilder,
} from '@garbageday/core/probe/phase-tally.ts';
import { describe, expect, it } from 'vitest';

const fresh: PhaseTimes = { lag: 0.5, dns: 1, connect: 2, tls: 4, firstByte: 8, transfer: 16 };
const kept: PhaseTimes = { ...fresh, dns: null, connect: null, tls: null };

function tallyOf(...times: readonly PhaseTimes[]) {
  const builder = phaseTallyBuilder();
  for (const each of times) builder.add(each);
  return builder.build();
}

describe('phases', () => {
  it('count only the requests that had them', () => {
    const { connect, firstByte } = tallyOf(fresh, kept, kept);
    expect([connect.requests, connect.sumMs, countOf(connect.histogram)]).toEqual([1, 2, 1]);
    expect([firstByte.requests, firstByte.sumMs, countOf(firstByte.histogram)]).toEqual([3, 24, 3]);
  });

  it('add up to the same, together or apart', () => {
    expect(mergePhases(tallyOf(fresh, kept), tallyOf(kept))).toEqual(tallyOf(fresh, kept, kept));
    expect(mergePhases(noPhases, tallyOf(fresh))).toEqual(tallyOf(fresh));
    expect(tallyOf()).toEqual(noPhases);
  });
});
