/** What every part of the chart needs to know. */
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import type { Report, ReportKind } from '@garbageday/core/report/report.ts';
import type { Palette } from '../theme.ts';
import { type ChartLayout, type ChartSize, chartLayout } from './chart-layout.ts';
import { killMarks, type LabelledMark, labelled } from './kill-marks.ts';
import { type TimeTick, timeTicks } from './time-ticks.ts';
import { type TimelineSeries, timelineSeries } from './timeline-series.ts';

export type ChartStyle = ChartSize & { readonly palette: Palette; readonly fontFamily: string };

export type ChartContext = {
  readonly style: ChartStyle;
  readonly layout: ChartLayout;
  readonly series: TimelineSeries;
  readonly marks: readonly LabelledMark[];
  /** Requests that failed over the whole run or period. */
  readonly failed: number;
  readonly kind: ReportKind;
  /** Whose requests are drawn: the first load's, or the first judge's if users were not counted. */
  readonly role: JourneyRole;
  /** The SLO whose budget is drawn; `null` without one. */
  readonly budgetOf: string | null;
  /** Share of the budget that chaos leaves alone. */
  readonly reserve: number;
  readonly ticks: readonly TimeTick[];
  /** The threshold of the journey's latency SLO; `null` without one. */
  readonly thresholdMs: number | null;
};

/** The role of the drawn journey: the first load, or the first judge if there is none. */
export function drawnRole({ timeline }: Report): JourneyRole {
  const hasUsers = timeline.users.some(({ total }) => total > 0);
  return !hasUsers && timeline.probe.some(({ total }) => total > 0) ? 'judge' : 'load';
}

/** The SLO whose budget the timeline carries: the journey's strictest, availability first, as core chooses it. */
function leadingName({ slos }: Report, of: string | undefined): string | null {
  const rank = ({ sli }: Report['slos'][number]): number => (sli === 'availability' ? 0 : 1);
  const own = slos.filter(({ journey, budgeting }) => journey === of && budgeting === 'occurrences');
  return own.toSorted((a, b) => rank(a) - rank(b) || b.objective - a.objective)[0]?.name ?? null;
}

function mostTicks({ fontSize }: ChartSize, plotWidth: number): number {
  return Math.max(2, Math.floor(plotWidth / (fontSize * 5)));
}

/** Letters of Inter are about this wide, as a share of the font size. */
export const letterWidth = 0.58;

/** On a phone, words are left out. */
export function isNarrow({ width, fontSize }: ChartSize): boolean {
  return width < fontSize * 36;
}

export function chartContext(report: Report, style: ChartStyle): ChartContext {
  const role = drawnRole(report);
  const journey = report.journeys.find((each) => each.role === role);
  const series = timelineSeries(report, role);
  const layout = chartLayout(style, series.badTotal > 0);
  const marks = labelled(killMarks(report), {
    plotWidth: layout.plotWidth,
    spanSeconds: series.spanSeconds,
    pixelsPerLetter: style.fontSize * letterWidth,
  });
  const objective = report.slos.find((slo) => slo.sli === 'latency' && slo.journey === journey?.name);
  return {
    style,
    layout,
    series,
    marks,
    failed: role === 'load' ? (report.users?.failed ?? series.badTotal) : series.badTotal,
    kind: report.kind,
    role,
    budgetOf: leadingName(report, journey?.name),
    reserve: report.policy.reserve,
    ticks: timeTicks(report, mostTicks(style, layout.plotWidth)).filter(
      // A label at the very end would extend beyond the picture.
      ({ seconds }) => (1 - seconds / series.spanSeconds) * layout.plotWidth >= style.fontSize * 1.2,
    ),
    thresholdMs: objective?.thresholdMs ?? null,
  };
}
