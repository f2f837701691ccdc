/** From what rang to what Slack is told. */
import type { SlackOutcome } from '@garbageday/slack/outcome.ts';
import type { SlackNotifier } from '@garbageday/slack/slack-notifier.ts';
import { type AlertPorts, alertChange } from './alert-change.ts';
import { type Alarm, burnAlarmOf } from './events/alarm-event.ts';
import type { AlertEvent } from './events/alert-event.ts';

export type TellPorts = AlertPorts & { readonly slack: SlackNotifier; readonly alarmPrefix: string };

/** An alarm that knows nothing any more tells nothing; what waits in the outbox is posted whatever rang. */
export function tell(ports: TellPorts, event: AlertEvent): Promise<SlackOutcome> {
  return event.source === 'garbageday'
    ? ports.slack.experiment(event.detail)
    : tellAlarm(ports, event.alarmData);
}

async function tellAlarm(ports: TellPorts, alarm: Alarm): Promise<SlackOutcome> {
  const { slack, alarmPrefix, configuration } = ports;
  const { value, timestamp: atMs } = alarm.state;
  if (value === 'INSUFFICIENT_DATA') return slack.flush();
  const state = value === 'ALARM' ? 'firing' : 'resolved';
  const slos = configuration.slos.map(({ name }) => name);
  const burning = burnAlarmOf(alarm, alarmPrefix, slos);
  if (burning !== null) return slack.alert(await alertChange(ports, { ...burning, state, atMs }));
  const text = alarm.configuration?.description ?? alarm.alarmName;
  return slack.notice({ name: alarm.alarmName, state, atMs, text });
}
