/** A plan as one JSON document, `garbageday/plan@1`. */
import { meanUnderCap } from '@garbageday/core/schedule/mean-under-cap.ts';
import type { Plan } from './plan-text.ts';

export const planSchema = 'garbageday/plan@1';

/** Times are ISO 8601 in UTC; dates are days of the schedule's zone. */
export function planDocument({ configuration, salt, lever, days }: Plan) {
  const { schedule, groups } = configuration;
  const drawing = groups.filter(({ isEnabled }) => isEnabled).length;
  return {
    schema: planSchema,
    service: configuration.service,
    mode: configuration.mode,
    timeZone: schedule.timeZone,
    windows: schedule.windows,
    meanDaysBetween: schedule.meanDaysBetween,
    /** The mean under the daily cap. */
    expectedMeanDays: Math.round(meanUnderCap(schedule, drawing) * 100) / 100,
    seed: salt,
    lever,
    days: days.map(({ date, draws }) => ({
      date,
      draws: draws.map(({ draw, refusal }) =>
        draw.kind === 'kill'
          ? {
              group: draw.group,
              kind: draw.kind,
              at: new Date(draw.atMs).toISOString(),
              refusal,
              claimKey: draw.claimKey,
            }
          : { group: draw.group, kind: draw.kind, reason: draw.reason },
      ),
    })),
  };
}
