/** One planned experiment against the running stack. */
import { excludedTimes } from '@garbageday/config/excluded-times.ts';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { runExperiment } from '@garbageday/core/chaos/run-experiment.ts';
import type { SloConfiguration } from '@garbageday/core/configuration.ts';
import type { Interval } from '@garbageday/core/ports.ts';
import { ledgerAlerts } from '@garbageday/core/slo/ledger-alerts.ts';
import { rememberedCounts } from '@garbageday/core/slo/window-counts.ts';
import { type OtherLoad, watchOtherLoad } from '@garbageday/local/other-load.ts';
import { localSteps } from '@garbageday/local/steps.ts';
import { formatDecimal } from '@garbageday/render/format.ts';
import { experimentSettings } from './experiment-settings.ts';
import type { Session } from './session.ts';

export type ExperimentRunner = (plan: ExperimentPlan) => Promise<ExperimentOutcome>;

/** Only pages stop anything, and tickets would require reading three days of slices. */
function pageRules({ alerts }: SloConfiguration) {
  return alerts.filter(({ severity }) => severity === 'page');
}

/** A runner whose gates share their memory of past slices. Rejects if a port fails outside the gate. */
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

/** Share of all cores. While more than a tenth is idle, or others take less than that, nothing had to wait for them. */
const share = 0.1;

/** One sentence, or `null` if this machine had capacity to spare. */
export function busyMachine(load: OtherLoad) {
  return async (interval: Interval): Promise<string | null> => {
    const over = load.over(interval);
    if (over === null) return null;
    const { others, busy, cores } = over;
    if (others < cores * share || busy < cores * (1 - share)) return null;
    return `This machine was busy with something else: hardly anything was left idle, and other programs took ${formatDecimal(others)} of its ${cores} cores.`;
  };
}
