/** Which alerts hold for an objective: those of --alerts, else the file's own, else the default table. */
import { type BurnAlert, whyUnreachable } from '@garbageday/config/openslo/alert-rules.ts';
import { factorOf, type WrittenAlert } from '@garbageday/config/openslo/alerts-file.ts';
import { defaultAlerts, type OpenSloObjective, periodOf } from '@garbageday/config/openslo/objectives.ts';
import type { Located } from '@garbageday/config/openslo/place.ts';
import { type Problem, problemText } from '@garbageday/config/openslo/problem.ts';
import { UsageError } from '@garbageday/core/errors.ts';

export type AlertChoice = {
  /** The OpenSLO file's name. */
  readonly where: string;
  /** What shares of the budget are of; `null`: each objective's own window. */
  readonly periodSeconds: number | null;
  readonly table: { readonly where: string; readonly alerts: readonly Located<WrittenAlert>[] } | null;
};

export const noChoice = (where: string): AlertChoice => ({ where, periodSeconds: null, table: null });

/** @throws UsageError for an alert that can never fire. */
export function chooseAlerts(objective: OpenSloObjective, choice: AlertChoice): readonly BurnAlert[] {
  const period = choice.periodSeconds ?? periodOf(objective);
  if (choice.table !== null) return fromTable(objective, choice.table, period);
  if (objective.alerts !== null) return objective.alerts.map(({ value }) => value);
  const problem = unreachableDefault(objective, period);
  if (problem !== null) throw new UsageError(problemText(choice.where, problem));
  return defaultAlerts(period);
}

/** An objective so low that an alert of the default table could never fire on it; `null` when all can. */
export function unreachableDefault(objective: OpenSloObjective, period: number): Problem | null {
  if (objective.alerts !== null) return null;
  const whys = defaultAlerts(period).map((alert) => whyUnreachable(alert, objective.objective));
  const why = whys.find((reason) => reason !== null);
  if (why === undefined || why === null) return null;
  const mend = 'write alertPolicies that suit it, or --alerts FILE ([] for none)';
  return objective.place.problem(`the default alerts do not suit it, as ${why}; ${mend}`);
}

type Table = { readonly where: string; readonly alerts: readonly Located<WrittenAlert>[] };

function fromTable({ name, objective }: OpenSloObjective, { where, alerts }: Table, period: number) {
  return alerts.map(({ value, place }): BurnAlert => {
    const alert = factorOf(value, period);
    const why = whyUnreachable(alert, objective);
    if (why === null) return alert;
    const at = place.in('factor' in value ? 'factor' : 'share');
    throw new UsageError(
      problemText(where, at.problem(`${why} (${name}); lower it, or lengthen the window`)),
    );
  });
}
