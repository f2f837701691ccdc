/** Posts a report, and then its chart: whatever happens to the chart, the report has already been posted. */
import type { Clock } from '@garbageday/core/ports.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { formatPlural } from '@garbageday/core/wording/words.ts';
import type { Frame } from '@garbageday/render/slack/frame.ts';
import { type Addressed, largestChartBytes, queuedChart, queuedReport } from './addressed.ts';
import type { SlackOutcome } from './outcome.ts';

export type DrawChart = (report: Report) => Promise<Uint8Array>;

type ReportPorts = {
  readonly clock: Clock;
  readonly frame: Frame;
  /** Null if charts cannot be uploaded or are not drawn. */
  readonly chart: DrawChart | null;
  readonly enqueue: (message: Addressed) => Promise<void>;
  /** Posts everything that is waiting. */
  readonly post: () => Promise<SlackOutcome>;
};

/**
 * Draws only once the report is posted or waits in the outbox; a chart that cannot be drawn is dropped with its reason.
 */
export async function tellReport(ports: ReportPorts, report: Report): Promise<SlackOutcome> {
  const message = queuedReport(ports.clock, report, ports.frame);
  await ports.enqueue(message);
  const told = await ports.post();
  if (ports.chart === null || told.kind === 'not-configured') return told;
  const drawn = await draw(ports.chart, report);
  if (drawn.kind === 'failed') {
    return { ...told, dropped: [...told.dropped, `${message.id}/chart: ${drawn.reason}`] };
  }
  await ports.enqueue(queuedChart(message, report, drawn.png));
  // What holds back the report holds back the chart.
  return told.kind === 'kept' ? told : joined(told, await ports.post());
}

type Drawn =
  | { readonly kind: 'drawn'; readonly png: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: string };

async function draw(chart: DrawChart, report: Report): Promise<Drawn> {
  try {
    const png = await chart(report);
    if (png.length <= largestChartBytes) return { kind: 'drawn', png };
    return { kind: 'failed', reason: `${formatPlural(png.length, 'byte')} are more than the outbox takes` };
  } catch (error) {
    const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { kind: 'failed', reason: `could not be drawn: ${line}` };
  }
}

function joined(told: Extract<SlackOutcome, { kind: 'posted' }>, chart: SlackOutcome): SlackOutcome {
  if (chart.kind === 'not-configured') return told;
  return {
    ...chart,
    posted: told.posted + chart.posted,
    dropped: [...told.dropped, ...chart.dropped],
  };
}
