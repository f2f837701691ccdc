/** Four hours of ten probes a minute, and the report of the last two. */
import type { Ledger } from '@garbageday/core/ports.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import type { ReportRequest } from '@garbageday/core/report/report-request.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { configuration, measuredJourney, sloConfiguration } from '../../fakes/configuration.ts';
import { minute } from '../../fakes/minutes.ts';

export const hour = 60;
const rules = [
  { severity: 'page' as const, share: 0.1, longSeconds: 600, shortSeconds: 300 },
  { severity: 'ticket' as const, share: 0.2, longSeconds: 3_600, shortSeconds: 600 },
];
export function slo(changes: Parameters<typeof sloConfiguration>[0] = {}) {
  return sloConfiguration({ window: '2h', objective: 0.9, alerts: rules, ...changes });
}

export const tenAMinute = configuration({
  journeys: [
    measuredJourney({ name: 'users', role: 'load', ratePerSecond: 1 / 6 }),
    measuredJourney({ ratePerSecond: 1 / 6 }),
  ],
  slos: [slo(), slo({ name: 'users-latency', journey: 'users', sli: 'latency' })],
});

export function request(changes: Partial<ReportRequest> = {}): ReportRequest {
  return {
    configuration: tenAMinute,
    kind: 'window',
    fromMs: 2 * hour * minuteMs,
    toMs: 4 * hour * minuteMs,
    platform: { name: 'local', lb: 'embedded', data: 'mongolite' },
    excluded: [],
    timeZone: 'UTC',
    ...changes,
  };
}

/** Minutes 0 to 240 of the probe; so many bad ones where it says so. */
export function probeMinutes(bad: Readonly<Record<number, number>> = {}) {
  return Array.from({ length: 4 * hour }, (_, index) => minute(index, bad[index] ?? 0));
}

export async function report(ledger: Promise<Ledger>, changes: Partial<ReportRequest> = {}) {
  return readReport({ ledger: await ledger }, request(changes));
}
