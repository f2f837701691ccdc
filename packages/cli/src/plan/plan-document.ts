/** A plan as one JSON document, `garbageday/plan@1`. */
import type { Plan } from './plan-text.ts';

export const planSchema = 'garbageday/plan@1';

/** Times are ISO 8601 in UTC; dates are days of the schedule's zone. */
export function planDocument({ configuration, salt, lever, days }: Plan) {
  return {
    schema: planSchema,
    service: configuration.service,
    mode: configuration.mode,
    timeZone: configuration.schedule.timeZone,
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
