/** More journeys than a load and a judge: each is shown, and none is lost. */
import type { GameDayReport, Report } from '@garbageday/core/report/report.ts';
import { toGameDayDocument } from '@garbageday/render/json/game-day-document.ts';
import { toReportDocument } from '@garbageday/render/json/report-document.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import { renderOpenMetrics } from '@garbageday/render/openmetrics/open-metrics.ts';
import { latencySentences } from '@garbageday/render/summary/latency-sentences.ts';
import { renderLiveView } from '@garbageday/render/terminal/live-view.ts';
import { formatStatus } from '@garbageday/render/terminal/plain-lines.ts';
import { describe, expect, it } from 'vitest';
import { sampleDay } from './sample-day.ts';
import { sampleLiveState } from './sample-live-state.ts';
import { sampleReport } from './sample-report.ts';
import { schemaOf } from './schema-checks.ts';

const latency = { p50: 1, p95: 2, p99: 3 };
const journeys: Report['journeys'] = [
  { name: 'shoppers', role: 'load', sent: 5_000, failed: 3, latency },
  { name: 'robots', role: 'load', sent: 50, failed: 0, latency },
  { name: 'checkout', role: 'judge', sent: 900, failed: 1, latency },
  { name: 'search', role: 'judge', sent: 90, failed: 0, latency: null },
];
const run: GameDayReport = { ...sampleReport, journeys };
const day: Report = { ...sampleDay, journeys };

describe('a report of several journeys', () => {
  it.each([
    ['run', run],
    ['day', day],
  ])('has a sentence about each of a %s', (_, report) => {
    expect(latencySentences(report)).toEqual([
      'User requests of shoppers: 3 of 5,000 failed; p50 1.0 ms, p95 2.0 ms, p99 3.0 ms.',
      'User requests of robots: 0 of 50 failed; p50 1.0 ms, p95 2.0 ms, p99 3.0 ms.',
      'Probes of checkout: 1 of 900 failed; p50 1.0 ms, p95 2.0 ms, p99 3.0 ms.',
    ]);
  });

  it('has each in its documents, which are valid', () => {
    for (const document of [toGameDayDocument(run), toReportDocument(day)]) {
      expect(document.journeys).toEqual(journeys);
    }
    schemaOf('gameday-1').expectValid(toGameDayDocument(run));
    schemaOf('report-2').expectValid(toReportDocument(day));
  });

  it('has them there under other names and in other roles too, and not where the keys say it all', () => {
    const [load, , judge] = journeys;
    if (load === undefined || judge === undefined) throw new Error('they are there');
    const told = (...pair: Report['journeys']) => 'journeys' in toGameDayDocument({ ...run, journeys: pair });
    expect(told(load, judge)).toBe(true);
    expect(told({ ...load, name: 'probe' }, { ...judge, name: 'users' })).toBe(true);
    expect(told({ ...load, name: 'users' }, { ...judge, name: 'probe' })).toBe(false);
    expect(told({ ...judge, name: 'probe' })).toBe(false);
  });

  it('has the latency of each as a series', () => {
    for (const name of ['shoppers', 'robots', 'checkout'])
      expect(renderOpenMetrics(day)).toContain(`journey="${name}",percentile="0.99"} 0.003`);
  });
});

describe('a live view of several journeys', () => {
  const [users, probe] = sampleLiveState.journeys;
  if (users === undefined || probe === undefined) throw new Error('they are there');
  const live: LiveState = {
    ...sampleLiveState,
    journeys: [
      { ...probe, name: 'checkout' },
      { ...users, name: 'shoppers' },
      { ...users, name: 'robots', failed: 4 },
    ],
  };

  it('has a panel for each where there is room, the loads first', () => {
    const frame = renderLiveView(live, { columns: 120, rows: 60 }, { colour: false });
    const at = ['shoppers', 'robots', 'checkout'].map((name) => frame.search(new RegExp(`^ *${name} `, 'm')));
    expect(at.every((place) => place > 0)).toBe(true);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
  });

  it('names each load on the line of a log, or each judge where there is no load', () => {
    expect(formatStatus(live, false)).toMatch(
      /^ +0:42 {2} {2}shoppers 200\/s.*; robots 200\/s.*4 of 8,431 failed/,
    );
    const judges = { ...live, journeys: [probe, { ...probe, name: 'search' }] };
    expect(formatStatus(judges, false)).toMatch(/^ +0:42 {2} {2}probe 10\/s.*; search 10\/s/);
  });
});
