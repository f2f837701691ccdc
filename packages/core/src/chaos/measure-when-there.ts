/** Waits for the last slices of an impact window, within bounds, and measures. */
import type { Interval } from '../ports.ts';
import { alignOutwards, sliceRules } from '../probe/coverage.ts';
import { readSlices } from '../probe/read-slices.ts';
import { parseWindow } from '../slo/window.ts';
import { eventsIn, windowBounds } from '../slo/window-bounds.ts';
import type { Impact } from './experiment.ts';
import { slicesArriveWithinMs } from './experiment-ports.ts';
import { impactOf } from './fold-experiment.ts';
import { readHistory } from './gather-facts.ts';
import { measureImpact, type Observed } from './measure-impact.ts';
import { type ExperimentRun, stepName } from './record-transitions.ts';

type Measured = Pick<ExperimentRun, 'ports' | 'plan' | 'settings'>;

/** The impact from the injection to `endMs`. Slices that do not come in time are missing from its coverage. */
export async function measureWhenThere(run: Measured, observed: Observed, endMs: number): Promise<Impact> {
  const { ports, plan, settings } = run;
  const widthMs = settings.sliceSeconds * 1_000;
  const impact = alignOutwards({ fromMs: observed.injectedAtMs, toMs: endMs }, widthMs);
  await ports.steps.waitUntil(stepName(plan, 'wait for slices'), {
    intervalMs: settings.pollMs,
    timeoutMs: slicesArriveWithinMs(settings),
    check: async () => {
      const last = await slicesIn(run, { fromMs: impact.toMs - widthMs, toMs: impact.toMs });
      return last.length === 0 ? null : { done: true };
    },
  });
  return ports.steps.run(stepName(plan, 'measure'), () => measure(run, observed, impact));
}

async function measure(run: Measured, observed: Observed, impact: Interval): Promise<Impact> {
  const { ports, plan, settings } = run;
  const { baselineMs, probe, slo, sliceSeconds } = settings;
  const baseline = { fromMs: impact.fromMs - baselineMs, toMs: impact.fromMs };
  const experiments = await readHistory(ports, settings, ports.clock.now());
  return measureImpact({
    observed,
    impact,
    baseline,
    disturbed: experiments.flatMap((other) => impactOf(other) ?? []),
    slices: await slicesIn(run, { fromMs: baseline.fromMs, toMs: impact.toMs }),
    rules: sliceRules(probe.ratePerSecond, sliceSeconds, probe.maxLagMs),
    hypothesis: plan.hypothesis,
    budget: {
      sli: slo.sli,
      objective: slo.objective,
      eventsPerWindow: eventsIn(
        windowBounds(parseWindow(slo.window, slo.timeZone), impact.toMs),
        probe.ratePerSecond,
      ),
    },
  });
}

function slicesIn({ ports, settings }: Measured, interval: Interval) {
  const { service, journey } = settings;
  return readSlices(ports.ledger, { service, journey, ...interval });
}
