/** A day of users' own requests, as a load balancer counted them, beside the probe's. */
import { type CountedMinute, idleMinute, sliceOfMinute } from '@garbageday/core/probe/counted-minute.ts';
import type { TrafficSource } from '@garbageday/core/probe/traffic-source.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { configuration, measuredJourney, sloConfiguration } from './configuration.ts';
import { filledLedger, minute } from './minutes.ts';

const loadBalancer = 'app/shop/50dc6c495c0c9188';
export const byMetrics: TrafficSource = { kind: 'alb-metrics', loadBalancer };
export const byLogs: TrafficSource = { kind: 'alb-access-logs', loadBalancer, bucket: 'logs', prefix: '' };
export const day = 24 * 60;

export function counted(at: number, changes: Partial<CountedMinute> = {}) {
  const identity = { service: 'wordcount', journey: 'users', vantage: 'eu-west-1' };
  return sliceOfMinute(
    { ...identity, startMs: at * minuteMs, widthSeconds: 60, seq: 0 },
    {
      ...{ ...idleMinute, requests: 100, answered: 100, fastShare: 0.99 },
      percentiles: [
        [0.5, 20],
        [0.9, 40],
        [0.99, 200],
        [1, 900],
      ],
      ...changes,
    },
  );
}

type Seen = {
  readonly measuredBy?: TrafficSource;
  /** Until which minute of the day the load balancer was read. */
  readonly until?: number;
  readonly isIdle?: (at: number) => boolean;
  /** Another load, which a prober plays. */
  readonly isPlayedToo?: boolean;
};

/** A day with ten bad requests in one of its minutes. */
export async function reportOf({
  measuredBy = byMetrics,
  until = day,
  isIdle = () => false,
  isPlayedToo = false,
}: Seen = {}): Promise<Report> {
  const users = Array.from({ length: until }, (_, at) =>
    isIdle(at)
      ? counted(at, { ...idleMinute })
      : counted(at, at === 700 ? { targetErrors: 6, balancerErrors: 4 } : {}),
  );
  const played = isPlayedToo ? [minute(3, 0, { journey: 'app' })] : [];
  const ledger = await filledLedger([
    ...users,
    ...played,
    ...Array.from({ length: day }, (_, at) => minute(at)),
  ]);
  return readReport(
    { ledger },
    {
      configuration: configuration({
        slos: [
          sloConfiguration({ name: 'users: availability', journey: 'users', window: '1d' }),
          sloConfiguration({
            name: 'users: latency',
            journey: 'users',
            sli: 'latency',
            objective: 0.98,
            window: '1d',
          }),
          sloConfiguration({ window: '1d' }),
        ],
        journeys: [
          measuredJourney({ name: 'users', role: 'load', ratePerSecond: 200, measuredBy }),
          ...(isPlayedToo ? [measuredJourney({ name: 'app', role: 'load' })] : []),
          measuredJourney({ ratePerSecond: 1 / 6 }),
        ],
      }),
      ...{ kind: 'day', fromMs: 0, toMs: day * minuteMs, excluded: [], timeZone: 'UTC' },
      platform: { name: 'aws', lb: 'ALB', data: 'MongoDB' },
    },
  );
}
