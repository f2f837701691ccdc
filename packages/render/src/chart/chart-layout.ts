/** The positions of the chart's three panels: latency on top, failures below it, the budget at the bottom. */

/** Pixels from the top left corner; `title` is the baseline box of the panel's heading. */
export type Panel = { readonly title: number; readonly top: number; readonly height: number };

export type ChartLayout = {
  readonly left: number;
  readonly right: number;
  readonly plotWidth: number;
  readonly latency: Panel;
  readonly bad: Panel;
  readonly budget: Panel;
};

export type ChartSize = {
  readonly width: number;
  readonly height: number;
  /** Pixels; everything else scales with it. */
  readonly fontSize: number;
};

/** Failures need room only if there are any. */
export function chartLayout({ width, height, fontSize }: ChartSize, hasBad: boolean): ChartLayout {
  const heading = fontSize * 1.9;
  const labels = fontSize * 1.5;
  const foot = fontSize * 2;
  const gap = fontSize * 1.3;
  const plots = Math.max(fontSize * 6, height - 3 * heading - labels - foot - 2 * gap);
  const shares = hasBad ? [0.6, 0.16, 0.24] : [0.7, 0.03, 0.27];
  const [latency = 0, bad = 0, budget = 0] = shares.map((share) => share * plots);
  const latencyTop = heading + labels;
  const badTitle = latencyTop + latency + gap;
  const budgetTitle = badTitle + heading + bad + gap;
  const left = fontSize * 4.6;
  const right = fontSize * 1.4;
  return {
    left,
    right,
    plotWidth: Math.max(1, width - left - right),
    latency: { title: 0, top: latencyTop, height: latency },
    bad: { title: badTitle, top: badTitle + heading, height: bad },
    budget: { title: budgetTitle, top: budgetTitle + heading, height: budget },
  };
}
