/** One planned experiment against the running stack. */

import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import { runExperiment } from '@garbageday/core/chaos/run-experiment.ts';
import type { Alerts } from '@garbageday/core/ports.ts';
import type { ExperimentOutcome } from '@garbageday/core/report/report.ts';
import { defaultBurnRules } from '@garbageday/core/slo/burn-alerts.ts';
import { ledgerAlerts } from '@garbageday/core/slo/ledger-alerts.ts';
import { localSteps } from '@garbageday/local/steps.ts';
import { experimentSettings } from './experiment-settings.ts';
import type { Session } from './session.ts';

export type ExperimentRunner = (plan: ExperimentPlan) => Promise<ExperimentOutcome>;

/** A runner with one memory of recent slices for its alerts. Rejects when a port fails outside the gate. */
export function experimentRunner(session: Session): ExperimentRunner {
  const { stack, options, publish } = session;
  const { clock, fleet, injector, ledger, lever, file } = stack;
  const { configuration } = options;
  const alerts: Alerts = ledgerAlerts({ clock, ledger, configuration, rules: defaultBurnRules });
  return (plan) => {
    const steps = localSteps(file, clock, plan.id);
    const ports = { clock, fleet, injector, ledger, lever, alerts, steps, events: { publish } };
    return runExperiment(ports, plan, experimentSettings(configuration, plan.group));
  };
}
