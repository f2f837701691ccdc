/** Everything worth posting, as a message with a unique id: the same input always gives the same id. */
import type { ChaosEvent, Clock } from '@garbageday/core/ports.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import type { Zone } from '@garbageday/core/time/zone.ts';
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import { dayMessage, experimentMessage, isBadNews } from '@garbageday/render/slack/experiment-message.ts';
import type { Frame } from '@garbageday/render/slack/frame.ts';
import type { Notice } from '@garbageday/render/slack/notice-message.ts';
import { chartText, reportKey } from '@garbageday/render/slack/report-identity.ts';
import { reportMessage } from '@garbageday/render/slack/report-message.ts';
import type { Message } from './message.ts';

export type Addressed = { readonly id: string; readonly atMs: number; readonly message: Message };

type Now = Pick<Clock, 'now'>;

/** DynamoDB takes 400 kB an item, and base64 makes four bytes of three. */
export const largestChartBytes = 280_000;

export function queuedReport({ now }: Now, report: Report, frame: Frame): Addressed {
  const message: Message = { kind: 'report', message: reportMessage(report, frame) };
  return { id: `report/${reportKey(report)}`, atMs: now(), message };
}

/** The chart that follows directly after its report. */
export function queuedChart({ id, atMs }: Addressed, report: Report, png: Uint8Array): Addressed {
  const pngBase64 = Buffer.from(png).toString('base64');
  return { id: `${id}/chart`, atMs, message: { kind: 'chart', chart: { ...chartText(report), pngBase64 } } };
}

export function queuedAlert(change: AlertChange): Addressed {
  const { service, slo, severity, atMs, state } = change;
  return {
    id: `alert/${service}/${slo}/${severity}/${atMs}/${state}`,
    atMs,
    message: { kind: 'alert', change },
  };
}

export function queuedNotice(notice: Notice): Addressed {
  const { name, atMs, state } = notice;
  return { id: `notice/${name}/${atMs}/${state}`, atMs, message: { kind: 'notice', notice } };
}

/** Empty if a person need not read about it. */
export function queuedExperiment(event: ChaosEvent, zone: Zone, frame: Frame): readonly Addressed[] {
  const message = experimentMessage(event, frame);
  if (message === null) return [];
  const { id, atMs } = placeOf(event);
  const { date } = zone.wallTimeOf(atMs);
  const day = { key: `day/${date}`, opening: dayMessage(date, frame) };
  return [{ id, atMs, message: { kind: 'experiment', message, day, isLoud: isBadNews(event) } }];
}

function placeOf(event: ChaosEvent): Omit<Addressed, 'message'> {
  if (event.kind === 'transition') {
    const { experimentId, seq, atMs } = event.transition;
    return { id: `experiment/${experimentId}/${seq}`, atMs };
  }
  const { position, atMs } = event;
  return { id: `lever/${position.kind}/${atMs}`, atMs };
}
