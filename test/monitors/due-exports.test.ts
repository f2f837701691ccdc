/** Which sums of which day are exported when: whatever was missed, each day's last sums arrive, and none goes down. */
import { dayMs, minuteMs } from '@garbageday/core/time/durations.ts';
import {
  type DaySpan,
  dayExporter,
  dueExports,
  exportEach,
} from '@garbageday/monitors/ledger/due-exports.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const midnight = Date.UTC(2026, 10, 27);
const yesterday = midnight - dayMs;
const settleMs = 3 * minuteMs;

function at(minutes: number): number {
  return midnight + minutes * minuteMs;
}

describe('which sums are due', () => {
  it.each<[string, number, number | null, readonly DaySpan[]]>([
    ['in the middle of a day', at(600.7), at(596), [{ startMs: midnight, endMs: at(597) }]],
    [
      'at midnight itself: all of the day that is over',
      at(3),
      at(-1),
      [{ startMs: yesterday, endMs: midnight }],
    ],
    ['a minute later: the next day', at(4), midnight, [{ startMs: midnight, endMs: at(1) }]],
    [
      'when midnight was missed: first what was left of the day',
      at(5.5),
      at(-2),
      [
        { startMs: yesterday, endMs: midnight },
        { startMs: midnight, endMs: at(2) },
      ],
    ],
    [
      'when nothing was taken for two days: the last sums of each',
      at(13),
      at(-10) - dayMs,
      [
        { startMs: yesterday - dayMs, endMs: yesterday },
        { startMs: yesterday, endMs: midnight },
        { startMs: midnight, endMs: at(10) },
      ],
    ],
    [
      'to a process that has just begun, shortly after midnight',
      at(33),
      null,
      [
        { startMs: yesterday, endMs: midnight },
        { startMs: midnight, endMs: at(30) },
      ],
    ],
    ['to a process that has just begun, later', at(120), null, [{ startMs: midnight, endMs: at(117) }]],
    ['a second time in the same minute: nothing', at(600.9), at(597), []],
  ])('%s', (_, nowMs, lastMs, spans) => {
    expect(dueExports(nowMs, settleMs, lastMs)).toEqual(spans);
  });
});

describe('the exporter of days', () => {
  const tooOld = new Error('too old');
  const counting = (isTaken: (index: number) => boolean, why = new Error('not taken')) => {
    const sent: DaySpan[] = [];
    const refused: number[] = [];
    let calls = 0;
    const exportDue = dayExporter({
      settleMs,
      read: async () => [],
      send: async (_, span) => {
        calls += 1;
        if (!isTaken(calls)) throw why;
        sent.push(span);
      },
      isRefused: (error) => error === tooOld,
      onRefused: () => void refused.push(calls),
    });
    return { sent, refused, exportDue };
  };

  it('what was not taken is due again', async () => {
    const { sent, exportDue } = counting((call) => call !== 2);
    await exportDue(at(600));
    await expect(exportDue(at(601))).rejects.toThrow('not taken');
    await exportDue(at(602));
    expect(sent.map(({ endMs }) => endMs)).toEqual([at(597), at(599)]);
  });

  it("a backend that has newer sums may refuse yesterday's, of which a new process cannot know", async () => {
    const { sent, refused, exportDue } = counting((call) => call !== 1);
    await exportDue(at(33));
    expect(sent).toEqual([{ startMs: midnight, endMs: at(30) }]);
    expect(refused).toEqual([1]);
  });

  it("a process that has been running goes on where yesterday's are refused for good, and sends them once", async () => {
    const { sent, refused, exportDue } = counting((call) => call === 1 || call > 3, tooOld);
    await exportDue(at(-60));
    await expect(exportDue(at(90))).rejects.toBe(tooOld);
    expect(refused).toEqual([2]);
    await exportDue(at(91));
    expect(sent.map(({ endMs }) => endMs)).toEqual([at(-63), at(88)]);
  });

  it("a process that has been running tries yesterday's again while the collector is down", async () => {
    const { sent, exportDue } = counting((call) => call !== 2);
    await exportDue(at(-60));
    await expect(exportDue(at(90))).rejects.toThrow('not taken');
    await exportDue(at(91));
    expect(sent.map(({ endMs }) => endMs)).toEqual([at(-63), midnight, at(88)]);
  });

  it("a collector that is down gets yesterday's later, from a new process, too", async () => {
    const { sent, exportDue } = counting((call) => call > 2);
    await expect(exportDue(at(33))).rejects.toThrow('not taken');
    await exportDue(at(34));
    expect(sent.map(({ endMs }) => endMs)).toEqual([midnight, at(31)]);
  });

  it('whichever exports fail or are missed: every day ends with its last sums, in order, and once', async () => {
    const minute = fc.constantFrom('taken', 'missed', 'failed');
    await fc.assert(
      fc.asyncProperty(
        fc.array(minute, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: -12, max: 3 }),
        async (minutes, first) => {
          let fate = 'taken';
          const { sent, exportDue } = counting(() => fate === 'taken');
          await exportDue(at(first - 1));
          for (const [index, each] of minutes.entries()) {
            fate = each;
            if (each !== 'missed') await exportDue(at(first + index)).catch(() => {});
          }
          fate = 'taken';
          const endMs = at(first + minutes.length);
          await exportDue(endMs);
          const ends = sent.map((span) => span.endMs);
          expect(ends).toEqual([...new Set(ends)].toSorted((a, b) => a - b));
          for (const [index, span] of sent.entries()) {
            const before = sent[index - 1];
            if (before !== undefined && before.startMs < span.startMs)
              expect(before.endMs).toBe(span.startMs);
          }
          expect(ends.at(-1)).toBe(endMs - settleMs);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('several exporters', () => {
  const span = { startMs: midnight, endMs: at(1) };

  it('return what all of them have sent', async () => {
    expect(await exportEach([async () => [span], async () => [], async () => [span]], 0)).toEqual([
      span,
      span,
    ]);
  });

  it('a failure of one is told when the others have ended', async () => {
    const ended: number[] = [];
    const failing = exportEach(
      [
        async () => Promise.reject(new Error('refused')),
        async (nowMs) => {
          await Promise.resolve();
          ended.push(nowMs);
          return [span];
        },
      ],
      7,
    );
    await expect(failing).rejects.toThrow('refused');
    expect(ended).toEqual([7]);
  });
});
