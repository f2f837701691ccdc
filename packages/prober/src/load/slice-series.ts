/** Gathers outcomes into slices, each emitted once, complete and in order. */

import { invariant } from '@garbageday/core/errors.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import {
  type JourneyOutcome,
  type SliceIdentity,
  sliceBuilder,
} from '@garbageday/core/probe/slice-builder.ts';
import type { ProberTotals } from '../messages.ts';

/** How one journey ended, and how many of its increases were acknowledged. */
export type Ended = JourneyOutcome & { readonly acknowledged: number };

/** The totals are those of all slices emitted so far, including this one. */
export type SliceListener = (slice: Slice, totals: ProberTotals) => void;

export type SliceSeriesPlan = {
  readonly identity: Omit<SliceIdentity, 'startMs'>;
  readonly thresholdMs: number;
  /** The series begins with the slice that holds this moment (epoch milliseconds). */
  readonly firstMs: number;
};

export type SliceSeries = {
  /** Opens an event at its intended time, in order. Call the returned function once; `null`: it was not an event. */
  readonly open: (intendedMs: number) => (ended: Ended | null) => void;
  /**
   * No event before this moment will be opened any more: slices that end before it are emitted once their events end.
   */
  readonly advance: (horizonMs: number) => void;
  /** Also emits the slice that contains this moment, if it has events. All events must have ended. */
  readonly finish: (atMs: number) => ProberTotals;
};

const noTotals: ProberTotals = { sent: 0, failed: 0, retried: 0, acknowledged: 0, longestWaitMs: 0 };

type OpenSlice = { readonly startMs: number; readonly events: (Ended | null)[]; pending: number };

/**
 * A series of slices without gaps: one in which nothing was sent is emitted too, with a total of 0, so that "nothing
 * was sent" differs from "nothing was measured". A slice waits for its slowest event, and the slices behind it wait as
 * well.
 */
export function sliceSeries(plan: SliceSeriesPlan, onSlice: SliceListener): SliceSeries {
  const widthMs = plan.identity.widthSeconds * 1000;
  const startOf = (atMs: number) => Math.floor(atMs / widthMs) * widthMs;
  const waiting: OpenSlice[] = [];
  let nextStartMs = startOf(plan.firstMs);
  let horizonMs = Number.NEGATIVE_INFINITY;
  let totals = noTotals;
  const growTo = (startMs: number) => {
    for (; nextStartMs <= startMs; nextStartMs += widthMs) {
      waiting.push({ startMs: nextStartMs, events: [], pending: 0 });
    }
  };
  const sayComplete = () => {
    while (
      waiting[0] !== undefined &&
      waiting[0].startMs + widthMs <= horizonMs &&
      waiting[0].pending === 0
    ) {
      const { startMs, events } = waiting[0];
      waiting.shift();
      const ended = events.filter((event) => event !== null);
      totals = ended.reduce(addTotals, totals);
      onSlice(buildSlice({ ...plan.identity, startMs }, plan.thresholdMs, ended), totals);
    }
  };
  const advance = (toMs: number) => {
    horizonMs = Math.max(horizonMs, toMs);
    growTo(startOf(horizonMs) - widthMs);
    sayComplete();
  };
  return {
    open: (intendedMs) => {
      growTo(startOf(intendedMs));
      const slice = waiting.findLast(({ startMs }) => startMs === startOf(intendedMs));
      invariant(slice !== undefined, 'an event was opened in a slice that was reported already');
      const index = slice.events.push(null) - 1;
      slice.pending += 1;
      return (ended) => {
        slice.events[index] = ended;
        slice.pending -= 1;
        sayComplete();
      };
    },
    advance,
    finish: (atMs) => {
      const hasEvents = waiting.some(({ startMs, events }) => startMs === startOf(atMs) && events.length > 0);
      advance(hasEvents ? startOf(atMs) + widthMs : startOf(atMs));
      return totals;
    },
  };
}

function buildSlice(identity: SliceIdentity, thresholdMs: number, ended: readonly Ended[]): Slice {
  const builder = sliceBuilder(identity, thresholdMs);
  for (const event of ended) builder.record(event);
  return builder.build();
}

function addTotals(totals: ProberTotals, ended: Ended): ProberTotals {
  return {
    sent: totals.sent + 1,
    failed: totals.failed + (ended.error === null ? 0 : 1),
    retried: totals.retried + ended.retried,
    acknowledged: totals.acknowledged + ended.acknowledged,
    longestWaitMs: Math.max(totals.longestWaitMs, ended.latencyMs),
  };
}
