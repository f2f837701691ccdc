/** Which alerts apply to an SLO: those of --alerts, else the file's own, else the default table. */
import { type BurnAlert, whyInvisible, whyUnreachable } from '@garbageday/config/openslo/alert-rules.ts';
import { factorOf, type WrittenAlert } from '@garbageday/config/openslo/alerts-file.ts';
import type { OpenSloFile } from '@garbageday/config/openslo/import-openslo.ts';
import { defaultAlerts, type OpenSloObjective, periodOf } from '@garbageday/config/openslo/objectives.ts';
import type { Located } from '@garbageday/config/openslo/place.ts';
import { type Problem, problemText, sortedProblems } from '@garbageday/config/openslo/problem.ts';
import { UsageError } from '@garbageday/core/errors.ts';

export type AlertChoice = {
  /** The OpenSLO file's name. */
  readonly where: string;
  /** The period that shares of the budget refer to; `null`: each SLO's own window. */
  readonly periodSeconds: number | null;
  readonly table: { readonly where: string; readonly alerts: readonly Located<WrittenAlert>[] } | null;
};

export function noChoice(where: string): AlertChoice {
  return { where, periodSeconds: null, table: null };
}

/** @throws UsageError for an alert of --alerts that can never fire; those of the default table are left out instead. */
export function chooseAlerts(objective: OpenSloObjective, choice: AlertChoice): readonly BurnAlert[] {
  const period = choice.periodSeconds ?? periodOf(objective);
  if (choice.table !== null) return fromTable(objective, choice.table, period);
  if (objective.alerts !== null) return objective.alerts.map(({ value }) => value);
  return defaultAlerts(period).filter((alert) => whyUnsuited(alert, objective) === null);
}

/** The same for every SLO in a file, by its own window. */
export function unsuitedDefaults({ objectives }: Pick<OpenSloFile, 'objectives'>): readonly Problem[] {
  return sortedProblems(
    objectives.flatMap((objective) => unsuitedDefault(objective, periodOf(objective)) ?? []),
  );
}

/** The alerts of the default table that are left out because they cannot work for this SLO; `null` if all can. */
export function unsuitedDefault(objective: OpenSloObjective, period: number): Problem | null {
  if (objective.alerts !== null) return null;
  const whys = defaultAlerts(period).flatMap((alert) => whyUnsuited(alert, objective) ?? []);
  const [why] = whys;
  if (why === undefined) return null;
  const left = `${whys.length} of ${defaultAlerts(period).length} default alerts are left out, as ${why}`;
  return objective.place.remark('reading', `${left}; write alertPolicies that suit it`);
}

function whyUnsuited(alert: BurnAlert, { objective, budgeting }: OpenSloObjective): string | null {
  return whyUnreachable(alert, objective) ?? whyInvisible(alert, budgeting);
}

type Table = { readonly where: string; readonly alerts: readonly Located<WrittenAlert>[] };

function fromTable(objective: OpenSloObjective, { where, alerts }: Table, period: number) {
  return alerts.map(({ value, place }): BurnAlert => {
    const alert = factorOf(value, period);
    const unreachable = whyUnreachable(alert, objective.objective);
    const unseen = whyInvisible(alert, objective.budgeting);
    if (unreachable === null && unseen === null) return alert;
    const factor = place.in('factor' in value ? 'factor' : 'share');
    const problem =
      unreachable === null
        ? place.in('short').problem(`${unseen} (${objective.name}); write a longer one`)
        : factor.problem(`${unreachable} (${objective.name}); lower it, or lengthen the window`);
    throw new UsageError(problemText(where, problem));
  });
}
