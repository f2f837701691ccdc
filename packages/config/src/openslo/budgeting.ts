/** `spec.budgetingMethod` and what an objective says about time slices. */
import type { Budgeting } from '@garbageday/core/slo/slo.ts';
import { periodSeconds, type SloWindow } from '@garbageday/core/slo/window.ts';
import { whyNoObjective } from '../objective-field.ts';
import type { Report } from './catalogue.ts';
import type { ObjectiveSpec, SloSpec } from './object-schemas.ts';
import type { Located } from './place.ts';
import { parseFixed } from './shorthand.ts';

type Method = SloSpec['budgetingMethod'];

/** `null` after reporting what is wrong. */
export function budgetingOf(
  method: Method,
  objective: Located<ObjectiveSpec>,
  report: Report,
): Budgeting | null {
  switch (method) {
    case 'Occurrences':
      tellUnused(objective, ['timeSliceTarget', 'timeSliceWindow'], { method, report });
      return { kind: 'occurrences' };
    case 'RatioTimeslices': {
      tellUnused(objective, ['timeSliceTarget'], { method, report });
      const sliceSeconds = sliceLength(objective, report);
      return sliceSeconds === null ? null : { kind: 'ratio-timeslices', sliceSeconds };
    }
    case 'Timeslices': {
      const sliceSeconds = sliceLength(objective, report);
      const sliceTarget = sliceTargetOf(objective, report);
      if (sliceSeconds === null || sliceTarget === null) return null;
      return { kind: 'timeslices', sliceSeconds, sliceTarget };
    }
    default:
      return method satisfies never;
  }
}

/** A time slice has to fit into its window. */
export function tellTooLong(
  budgeting: Budgeting,
  window: SloWindow,
  {
    objective: { value, place },
    report,
  }: { readonly objective: Located<ObjectiveSpec>; readonly report: Report },
): void {
  if (budgeting.kind === 'occurrences' || budgeting.sliceSeconds < periodSeconds(window)) return;
  report(
    place
      .in('timeSliceWindow')
      .remark('unread', `${value.timeSliceWindow} is as long as the window; write less`),
  );
}

type Telling = { readonly method: Method; readonly report: Report };

function tellUnused(
  { value, place }: Located<ObjectiveSpec>,
  keys: readonly ('timeSliceTarget' | 'timeSliceWindow')[],
  { method, report }: Telling,
): void {
  for (const key of keys) {
    if (value[key] !== undefined) report(place.in(key).remark('reading', `means nothing with ${method}`));
  }
}

/** A bare number counts minutes (OpenSLO v1). */
function sliceLength({ value, place }: Located<ObjectiveSpec>, report: Report): number | null {
  const at = place.in('timeSliceWindow');
  if (value.timeSliceWindow === undefined) {
    report(at.problem('is missing; write the length of a time slice, such as 1m'));
    return null;
  }
  const written = value.timeSliceWindow;
  const parsed = parseFixed(typeof written === 'number' ? `${written}m` : written);
  if (parsed.kind === 'ok') return parsed.value;
  report(at.problem(parsed.why));
  return null;
}

function sliceTargetOf({ value, place }: Located<ObjectiveSpec>, report: Report): number | null {
  const at = place.in('timeSliceTarget');
  const { timeSliceTarget: target } = value;
  if (target === undefined) {
    report(at.problem('is missing; write the ratio from which a time slice is good, such as 0.95'));
    return null;
  }
  if (target === 1 || whyNoObjective(target) === null) return target;
  report(at.problem(`${target} is not a ratio above 0 and up to 1; write 0.95, for example`));
  return null;
}
