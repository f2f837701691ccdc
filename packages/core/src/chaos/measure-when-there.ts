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
import { type Before, measureBefore, measureImpact, type Observed } from './measure-impact.ts';
import { type ExperimentRun, stepName } from './record-transitions.ts';

type Measuring = Pick<ExperimentRun, 'ports' | 'plan' | 'settings'>;

type Reading = Pick<Measuring, 'plan' | 'settings'> & {
  readonly ports: Pick<Measuring['ports'], 'ledger' | 'clock'>;
};

/** What the users felt, and how they were before. */
export type Measured = {
  readonly impact: Impact;
  readonly before: Before;
  /** What else may have slowed them down; `null` or not written: nothing is known. */
  readonly disturbance?: string | null;
};

/** The impact from the injection to `endMs`. Slices that do not come in time are missing from its coverage. */
export async function measureWhenThere(run: Measuring, observed: Observed, endMs: number): Promise<Measured> {
  const { ports, plan, settings } = run;
  const widthMs = settings.sliceSeconds * 1_000;
  const impact = windowOf(run, observed, endMs);
  await ports.steps.waitUntil(stepName(plan, 'wait for slices'), {
    intervalMs: settings.pollMs,
    timeoutMs: slicesArriveWithinMs(settings),
    check: async () => {
      const isThere = await hasSlices(run, { fromMs: impact.toMs - widthMs, toMs: impact.toMs });
      return isThere ? { done: true } : null;
    },
  });
  return ports.steps.run(stepName(plan, 'measure'), async () => ({
    ...(await measure(run, observed, impact)),
    disturbance: (await ports.disturbance?.(impact)) ?? null,
  }));
}

/** A ledger that does not answer is asked again; if it stays so, the measurement says why. */
async function hasSlices(run: Reading, interval: Interval): Promise<boolean> {
  try {
    return (await slicesIn(run, interval)).length > 0;
  } catch {
    return false;
  }
}

/** The same of what is long past: nothing is waited for. */
export function measureWindow(run: Reading, observed: Observed, endMs: number): Promise<Measured> {
  return measure(run, observed, windowOf(run, observed, endMs));
}

function windowOf({ settings }: Reading, { injectedAtMs }: Observed, endMs: number): Interval {
  return alignOutwards({ fromMs: injectedAtMs, toMs: endMs }, settings.sliceSeconds * 1_000);
}

async function measure(run: Reading, observed: Observed, impact: Interval): Promise<Measured> {
  const { ports, plan, settings } = run;
  const { baselineMs, probe, slo, sliceSeconds } = settings;
  const baseline = { fromMs: impact.fromMs - baselineMs, toMs: impact.fromMs };
  const experiments = await readHistory(ports, settings, ports.clock.now());
  const measurement = {
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
  };
  return { impact: measureImpact(measurement), before: measureBefore(measurement) };
}

function slicesIn({ ports, settings }: Reading, interval: Interval) {
  const { service, journey } = settings;
  return readSlices(ports.ledger, { service, journey, ...interval });
}
