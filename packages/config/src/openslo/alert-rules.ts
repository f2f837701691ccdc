/** AlertPolicies → burn-rate alerts. docs/openslo.md explains how one condition expresses two windows. */
import type { BurnRule } from '@garbageday/core/slo/burn-rule.ts';
import { errorBudget } from '@garbageday/core/slo/error-budget.ts';
import type { Budgeting } from '@garbageday/core/slo/slo.ts';
import { secondsText } from '@garbageday/core/slo/window.ts';
import { shown } from '../describe-issue.ts';
import type { Catalogue, Report } from './catalogue.ts';
import { tidy } from './decimal.ts';
import type {
  AlertConditionSpec,
  AlertPolicySpec,
  NotificationTargetSpec,
  SloSpec,
} from './object-schemas.ts';
import type { Located, Place } from './place.ts';
import { parseFixed, parseShorthand } from './shorthand.ts';

/** Fires while the burn rate of both windows is above the factor. */
export type BurnAlert = {
  readonly severity: BurnRule['severity'];
  readonly factor: number;
  readonly longSeconds: number;
  readonly shortSeconds: number;
};

/** An alert, where its condition was written, and whom it notifies. */
export type LocatedAlert = Located<BurnAlert> & { readonly targets: readonly Located<string>[] };

/** The alert as a share of a period's budget, which is core's form. */
export function burnRuleOf({ factor, ...windows }: BurnAlert, periodSeconds: number): BurnRule {
  return { ...windows, share: tidy((factor * windows.longSeconds) / periodSeconds) };
}

/** Why an alert can never fire on this SLO, even if every event failed; `null` if it can. */
export function whyUnreachable(
  { factor, severity }: Pick<BurnAlert, 'factor' | 'severity'>,
  objective: number,
) {
  const highest = tidy(1 / errorBudget(objective));
  if (factor < highest) return null;
  return `a ${severity} alert above a burn rate of ${tidy(factor)} can never fire: with an objective of ${objective} it is ${highest} at most`;
}

/** Why an alert cannot see the time slices of this SLO; `null` if it can. */
export function whyInvisible({ shortSeconds, severity }: BurnAlert, budgeting: Budgeting): string | null {
  if (budgeting.kind === 'occurrences' || shortSeconds >= budgeting.sliceSeconds) return null;
  return `a ${severity} alert over ${secondsText(shortSeconds)} cannot see time slices of ${secondsText(budgeting.sliceSeconds)}`;
}

/** The alerts of an SLO, in the order of its policies; faulty ones are reported and left out. */
export function alertsOf(
  { value, place }: Located<SloSpec>,
  catalogue: Catalogue,
  report: Report,
): readonly LocatedAlert[] {
  return (value.alertPolicies ?? []).flatMap((written, index) => {
    const at = place.in('alertPolicies', index);
    if (!('alertPolicyRef' in written)) {
      return alertOfPolicy({ value: written.spec, place: at.in('spec') }, catalogue, report);
    }
    const name = { value: written.alertPolicyRef, place: at.in('alertPolicyRef') };
    const found = catalogue.find('AlertPolicy', name, report);
    if (found === null) return [];
    return alertOfPolicy({ value: found.spec, place: found.place.in('spec') }, catalogue, report);
  });
}

/** Policies that no SLO refers to are checked as well. */
export function alertOfPolicy(
  policy: Located<AlertPolicySpec>,
  catalogue: Catalogue,
  report: Report,
): readonly LocatedAlert[] {
  tellUnkept(policy, report);
  const targets = targetsOf(policy, catalogue, report);
  const conditions = policy.place.in('conditions');
  const [condition] = policy.value.conditions;
  if (condition === undefined || policy.value.conditions.length > 1) {
    const { length } = policy.value.conditions;
    report(conditions.problem(`has ${length} members; OpenSLO v1 allows exactly one condition per policy`));
    return [];
  }
  const spec = conditionSpec(condition, conditions.in(0), { catalogue, report });
  const alert = spec === null ? null : alertOfCondition(spec, report);
  return alert === null || policy.value.alertWhenBreaching !== true ? [] : [{ ...alert, targets }];
}

/** Where Garbage Day differs: it always notifies when an alert has ended, and never alerts on missing data. */
function tellUnkept({ value, place }: Located<AlertPolicySpec>, report: Report): void {
  const { alertWhenBreaching, alertWhenResolved, alertWhenNoData } = value;
  if (alertWhenBreaching !== true) {
    report(place.in('alertWhenBreaching').remark('reading', 'is not true, so the policy never alerts'));
  }
  if (alertWhenResolved === false) {
    report(
      place
        .in('alertWhenResolved')
        .remark('reading', 'is false, but the end of an alert is always announced'),
    );
  }
  if (alertWhenNoData === true) {
    const message = 'is true, but missing data spends no budget; another alarm watches for a silent probe';
    report(place.in('alertWhenNoData').remark('elsewhere', message));
  }
}

type Tools = { readonly catalogue: Catalogue; readonly report: Report };
type WrittenCondition = AlertPolicySpec['conditions'][number];

function conditionSpec(
  written: WrittenCondition,
  place: Place,
  { catalogue, report }: Tools,
): Located<AlertConditionSpec> | null {
  if (!('conditionRef' in written)) return { value: written.spec, place: place.in('spec') };
  const name = { value: written.conditionRef, place: place.in('conditionRef') };
  const found = catalogue.find('AlertCondition', name, report);
  return found === null ? null : { value: found.spec, place: found.place.in('spec') };
}

/** `null` after reporting what is wrong. */
export function alertOfCondition(
  { value, place }: Located<AlertConditionSpec>,
  report: Report,
): Located<BurnAlert> | null {
  const { op, threshold, lookbackWindow, alertAfter } = value.condition;
  const at = place.in('condition');
  const severity = severityOf({ value: value.severity, place: place.in('severity') }, report);
  if (op !== 'gt') report(at.in('op').remark('unread', whyNotOperator(op)));
  if (!(threshold > 0 && Number.isFinite(threshold))) {
    const message = `${threshold} is not a burn rate; write a number above 0, such as 14.4`;
    report(at.in('threshold').remark('unread', message));
  }
  const lookback = seconds({ value: lookbackWindow, place: at.in('lookbackWindow') }, report);
  const after = sustained({ value: alertAfter, place: at.in('alertAfter') }, lookback, report);
  if (op !== 'gt' || !(threshold > 0 && Number.isFinite(threshold))) return null;
  if (lookback === null || after === null) return null;
  const [longSeconds, shortSeconds] = [Math.max(lookback, after), Math.min(lookback, after)];
  const alert = { severity, factor: threshold, longSeconds, shortSeconds };
  return { value: alert, place: at };
}

function whyNotOperator(op: string): string {
  if (op === 'gte') return '"gte" cannot be kept: an alert fires strictly above its threshold; write gt';
  return `"${op}" would alert while little burns; write gt`;
}

/** The specification leaves the word to the author. What wakes someone up elsewhere pages here. */
const pagingWord = /^(page|pager|critical|crit|high|urgent|emergency|fatal|major|(p|sev|s)[-_ ]?[01])$/i;

function severityOf({ value, place }: Located<string>, report: Report): BurnRule['severity'] {
  const read = value === 'page' || (value !== 'ticket' && pagingWord.test(value.trim())) ? 'page' : 'ticket';
  if (read !== value) report(place.remark('reading', `${shown(value)} is read as ${read}`));
  return read;
}

function seconds({ value, place }: Located<string>, report: Report): number | null {
  const parsed = parseFixed(value);
  if (parsed.kind === 'ok') return parsed.value;
  const isShorthand = parseShorthand(value).kind === 'ok';
  report(isShorthand ? place.remark('unread', parsed.why) : place.problem(parsed.why));
  return null;
}

/** `alertAfter` is the other window; if it is absent or `0m`, the lookback alone decides. */
function sustained(
  { value, place }: Located<string | undefined>,
  lookback: number | null,
  report: Report,
): number | null {
  if (value === undefined || /^0[mhdw]$/.test(value)) return lookback;
  const after = seconds({ value, place }, report);
  if (after === null || lookback === null || after <= lookback) return after;
  report(place.remark('reading', `${value} is longer than lookbackWindow: both windows have to burn`));
  return after;
}

function targetsOf(
  { value, place }: Located<AlertPolicySpec>,
  catalogue: Catalogue,
  report: Report,
): readonly Located<string>[] {
  const list = place.in('notificationTargets');
  if (value.notificationTargets.length === 0) report(list.problem('is empty; name at least one'));
  return value.notificationTargets.flatMap((written, index) => {
    const at = list.in(index);
    if (!('targetRef' in written)) return [target({ value: written.spec, place: at.in('spec') })];
    const name = { value: written.targetRef, place: at.in('targetRef') };
    const found = catalogue.find('AlertNotificationTarget', name, report);
    return found === null ? [] : [target({ value: found.spec, place: found.place.in('spec') })];
  });
}

function target({ value, place }: Located<NotificationTargetSpec>): Located<string> {
  return { value: value.target, place: place.in('target') };
}
