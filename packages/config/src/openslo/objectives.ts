/** One SLO document → its objectives. https://github.com/OpenSLO/OpenSLO#objectives */
import { burnFactor, burnRulesFor } from '@garbageday/core/slo/burn-alerts.ts';
import type { Budgeting, Slo } from '@garbageday/core/slo/slo.ts';
import { periodSeconds, type SloWindow, secondsText } from '@garbageday/core/slo/window.ts';
import { whyNoObjective } from '../objective-field.ts';
import { alertsOf, type BurnAlert, type LocatedAlert, whyInvisible, whyUnreachable } from './alert-rules.ts';
import { budgetingOf, tellTooLong } from './budgeting.ts';
import type { Catalogue, Report } from './catalogue.ts';
import { movePoint } from './decimal.ts';
import { type Indicator, indicatorOf, type Measure, measureOf } from './indicator.ts';
import type { ObjectiveSpec, SloSpec } from './object-schemas.ts';
import type { OpenSlo } from './parse-objects.ts';
import type { Located, Place } from './place.ts';
import { beginningOf, timeWindowOf } from './time-window.ts';

/** The part of an SLO that can be computed here; the rest, `source` and `alerts`, depends on the caller. */
export type OpenSloObjective = Pick<Slo, 'name' | 'service' | 'objective' | 'budgeting' | 'window'> & {
  readonly measure: Measure;
  /** `null`: the document has no policies, so the default table applies. */
  readonly alerts: readonly LocatedAlert[] | null;
  /** When the first calendar window begins; `null` for a rolling window. */
  readonly begins: Located<number> | null;
  /** Where the target is written. */
  readonly place: Place;
};

/** An annotation that keeps a name that is not a valid OpenSLO name, such as `probe: latency`. */
export const nameAnnotation = 'garbageday/name';

type Tools = { readonly catalogue: Catalogue; readonly report: Report };

/** Faulty objectives are reported and left out. */
export function objectivesOf(slo: OpenSlo<'SLO'>, { catalogue, report }: Tools): readonly OpenSloObjective[] {
  const spec = { value: slo.spec, place: slo.place.in('spec') };
  tellUnknownService(spec, catalogue, report);
  const window = timeWindowOf(spec, report);
  const alerts = (slo.spec.alertPolicies ?? null) === null ? null : alertsOf(spec, catalogue, report);
  const list = spec.place.in('objectives');
  if (slo.spec.objectives.length === 0) report(list.problem('is empty; write at least one objective'));
  const hasParts = isComposite(slo.spec);
  if (hasParts) report(list.remark('elsewhere', whyOnlyParts));
  const shared = hasParts ? null : indicatorOf(spec, catalogue, report);
  if (shared?.spec.value.thresholdMetric !== undefined && slo.spec.objectives.length > 1) {
    report(
      list.problem(
        'has several members, but OpenSLO v1 allows one on a thresholdMetric; write an SLO for each',
      ),
    );
  }
  return slo.spec.objectives.flatMap((value, index) => {
    const written = { value, place: list.in(index) };
    const indicator = hasParts ? indicatorOf(written, catalogue, report) : shared;
    const common = { slo, window, indicator, alerts, name: nameOf(slo, value, index) };
    const objective = objectiveOf(written, common, { catalogue, report });
    return objective === null ? [] : [objective];
  });
}

type Common = {
  readonly slo: OpenSlo<'SLO'>;
  readonly window: SloWindow | null;
  readonly indicator: Indicator | null;
  readonly alerts: readonly LocatedAlert[] | null;
  readonly name: string;
};

function objectiveOf(written: Located<ObjectiveSpec>, common: Common, tools: Tools): OpenSloObjective | null {
  const { slo, window, indicator, alerts, name } = common;
  const { report } = tools;
  if (written.value.compositeWeight !== undefined && !isComposite(slo.spec)) {
    report(written.place.in('compositeWeight').remark('reading', 'has no effect outside a composite'));
  }
  const target = targetOf(written, report);
  const budgeting = budgetingOf(slo.spec.budgetingMethod, written, report);
  const measure = indicator === null ? null : measureOf(indicator.spec, written, tools);
  if (target === null || budgeting === null || measure === null || window === null) return null;
  tellTooLong(budgeting, window, { objective: written, report });
  const place = written.place.in(written.value.target === undefined ? 'targetPercent' : 'target');
  for (const alert of alerts ?? []) {
    tellUnsuited(alert, { target, window, budgeting, report });
  }
  const begins = beginningOf({ value: slo.spec, place: slo.place.in('spec') }, window);
  return {
    name,
    service: slo.spec.service,
    objective: target,
    budgeting,
    window,
    measure,
    alerts,
    begins,
    place,
  };
}

type Suit = {
  readonly target: number;
  readonly window: SloWindow;
  readonly budgeting: Budgeting;
  readonly report: Report;
};

function tellUnsuited({ value, place }: LocatedAlert, { target, window, budgeting, report }: Suit): void {
  const why = whyUnreachable(value, target);
  if (why !== null) {
    report(place.in('threshold').remark('unread', `${why}; lower the threshold, or raise the target`));
  }
  const unseen = whyInvisible(value, budgeting);
  if (unseen !== null) report(place.in('alertAfter').remark('unread', `${unseen}; write a longer one`));
  if (value.longSeconds <= periodSeconds(window)) return;
  const message = `${secondsText(value.longSeconds)} is longer than the window of the objective; write that or less`;
  report(place.in('lookbackWindow').remark('unread', message));
}

/** The alerts of the Workbook's table that fit into the period, which determines their factors (domain.md §5). */
export function defaultAlerts(period: number): readonly BurnAlert[] {
  return burnRulesFor(period).map((rule) => ({
    severity: rule.severity,
    factor: burnFactor(rule, period),
    longSeconds: rule.longSeconds,
    shortSeconds: rule.shortSeconds,
  }));
}

/** In seconds; for a calendar window, its nominal length. */
export function periodOf({ window }: Pick<OpenSloObjective, 'window'>): number {
  return periodSeconds(window);
}

/**
 * OpenSLO v1, "Composite SLO": independent objectives; the composite burns when one of them does, and has no target.
 */
const whyOnlyParts =
  'are the parts of a composite, each kept as an objective of its own; the whole has no target in OpenSLO v1';

function isComposite({ objectives }: SloSpec): boolean {
  return objectives.some(({ indicator, indicatorRef }) => (indicator ?? indicatorRef) !== undefined);
}

/** Services need no object of their own; but if a file has some, any other name is probably a typo. */
function tellUnknownService({ value, place }: Located<SloSpec>, catalogue: Catalogue, report: Report): void {
  if (catalogue.all('Service').length === 0) return;
  catalogue.find('Service', { value: value.service, place: place.in('service') }, report);
}

/** The document's name; if it has several objectives, each also has its own. */
function nameOf({ metadata, spec }: OpenSlo<'SLO'>, { displayName }: ObjectiveSpec, index: number): string {
  const name = metadata.annotations?.[nameAnnotation] ?? metadata.name;
  return spec.objectives.length === 1 ? name : `${name}: ${displayName ?? index + 1}`;
}

function targetOf({ value, place }: Located<ObjectiveSpec>, report: Report): number | null {
  const { target, targetPercent } = value;
  if ((target === undefined) === (targetPercent === undefined)) {
    report(place.problem('must have either target or targetPercent'));
    return null;
  }
  if (target !== undefined) return checked(target, place.in('target'), report);
  const percent = targetPercent ?? 0;
  const at = place.in('targetPercent');
  const why = whyNoPercent(percent);
  if (why === null) return checked(movePoint(percent, -2), at, report);
  report(percent === 0 ? at.remark('unread', why) : at.problem(why));
  return null;
}

function checked(target: number, place: Place, report: Report): number | null {
  const why = whyNoObjective(target);
  if (why === null) return target;
  report(target >= 0 && target < 1 ? place.remark('unread', why) : place.problem(why));
  return null;
}

function whyNoPercent(percent: number): string | null {
  if (percent === 100)
    return '100 leaves no error budget, so the first failure would break it for good; write 99.9, for example';
  if (percent === 0) return '0 would be kept by a service that never answers; write 99.9, for example';
  return percent > 0 && percent < 100
    ? null
    : `${percent} is not a percentage between 0 and 100; write 99.9, for example`;
}
