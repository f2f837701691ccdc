/** One planned experiment against the running stack. */

import { excludedTimes } from '@garbageday/config/excluded-times.ts';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { runExperiment } from '@garbageday/core/chaos/run-experiment.ts';
import type { SloConfiguration } from '@garbageday/core/configuration.ts';
import { ledgerAlerts } from '@garbageday/core/slo/ledger-alerts.ts';
import { rememberedCounts } from '@garbageday/core/slo/window-counts.ts';
import { watchOtherLoad } from '@garbageday/local/other-load.ts';
import { localSteps } from '@garbageday/local/steps.ts';
import { busyMachine } from './busy-machine.ts';
import { experimentSettings } from './experiment-settings.ts';
import type { Session } from './session.ts';

export type ExperimentRunner = (plan: ExperimentPlan) => Promise<ExperimentOutcome>;

/** Only what pages stops anything, and tickets would make it read three days of slices. */
function pageRules({ alerts }: SloConfiguration) {
  return alerts.filter(({ severity }) => severity === 'page');
}

/** A runner whose gates share what they remember of past slices. Rejects when a port fails outside the gate. */
export function experimentRunner(session: Session): ExperimentRunner {
  const { stack, options, publish, measuredFromMs } = session;
  const { clock, fleet, injector, ledger, lever, file } = stack;
  const { configuration } = options;
  const { service, probe } = configuration;
  const isExcluded = excludedTimes(configuration.exclusions);
  const shared = {
    ...{ clock, fleet, injector, ledger, lever, events: { publish } },
    disturbance: busyMachine(watchOtherLoad(stack.pids, clock.now)),
    alerts: ledgerAlerts({ clock, ledger, configuration, rules: pageRules, isExcluded }),
    windowCounts: rememberedCounts({
      ...{ ledger, service, maxLagMs: probe.maxLagMs, isExcluded },
      // The first slice may have begun just before the first request.
      bornMs: Math.floor(measuredFromMs / 1_000) * 1_000,
    }),
  };
  return (plan) => {
    const ports = { ...shared, steps: localSteps(file, clock, plan.id) };
    return runExperiment(ports, plan, experimentSettings(configuration, plan.group));
  };
}
