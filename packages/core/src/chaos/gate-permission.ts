/** Rungs that ask whether anybody may kill now: switches, the calendar, and checks that failed. */
import { unsupportedFault } from './fault.ts';
import { type GateFacts, type Rung, type ScheduleFacts, whenKnown } from './gate-facts.ts';
import type { Refusal } from './refusal.ts';

export const isDisabled: Rung = ({ group, isEnabled }) =>
  isEnabled
    ? null
    : { reason: 'disabled', detail: `Chaos is not enabled for the group ${group}.`, numbers: {} };

export const isUnsupported: Rung<'fault' | 'supportedFaults'> = ({ fault, supportedFaults }) =>
  supportedFaults.has(fault) ? null : unsupportedFault(fault, supportedFaults);

export const isHalted: Rung = ({ lever }) =>
  whenKnown(lever, (position) =>
    position.kind === 'released'
      ? null
      : {
          reason: 'safety-lever',
          detail: `The safety lever is pulled: ${position.reason}.`,
          numbers: { sinceMs: position.sinceMs },
        },
  );

export const isOutsideWindow: Rung<'schedule'> = (facts) =>
  whenScheduled(facts, ({ isInsideWindow, localTime, window, minuteOfDay }) =>
    isInsideWindow
      ? null
      : {
          reason: 'outside-window',
          detail: `${localTime} is outside the workday window ${window}.`,
          numbers: { minuteOfDay },
        },
  );

export const isHoliday: Rung<'schedule'> = (facts) =>
  whenScheduled(facts, ({ holiday, localTime, minuteOfDay }) =>
    holiday === null
      ? null
      : { reason: 'holiday', detail: `${localTime} is a holiday (${holiday}).`, numbers: { minuteOfDay } },
  );

export const isCoolingDown: Rung<'schedule'> = (facts) =>
  whenScheduled(facts, ({ lastKillAtMs, noKillSinceMs, minDaysBetween }) =>
    lastKillAtMs === null || lastKillAtMs < noKillSinceMs
      ? null
      : {
          reason: 'cooldown',
          detail: `The group's last kill is less than ${minDaysBetween} workdays ago.`,
          numbers: { lastKillAtMs, noKillSinceMs, minDaysBetween },
        },
  );

export const isOverDailyCap: Rung<'schedule'> = (facts) =>
  whenScheduled(facts, ({ killsToday, maxPerDay }) =>
    killsToday < maxPerDay
      ? null
      : {
          reason: 'daily-cap',
          detail: `${killsToday} of at most ${maxPerDay} kills have happened today.`,
          numbers: { killsToday, maxPerDay },
        },
  );

/** Fail safe: what could not be checked refuses. The last rung, so that a reason that is known comes first. */
export const hasFailedCheck: Rung = (facts) => {
  const { lever, history, fleet, selection, probe, alerts, budget, schedule } = facts;
  const checks = Object.entries({ lever, history, fleet, selection, probe, alerts, budget, schedule });
  const failures = checks.flatMap(([name, check]) =>
    check?.kind === 'failed' ? [{ name, error: check.error }] : [],
  );
  if (failures.length === 0) return null;
  // What follows from a failed check failed for the same reason: say it once.
  const causes = failures.filter(
    ({ error }, index) => failures.findIndex((other) => other.error === error) === index,
  );
  return {
    reason: 'check-failed',
    detail: `Not everything could be checked (${causes.map(({ name, error }) => `${name}: ${error}`).join('; ')}).`,
    numbers: { failed: failures.length },
  };
};

function whenScheduled(
  { schedule }: Pick<GateFacts, 'schedule'>,
  refuse: (value: ScheduleFacts) => Refusal | null,
): Refusal | null {
  return schedule === null ? null : whenKnown<ScheduleFacts>(schedule, refuse);
}
