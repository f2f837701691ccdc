/** Turns alert events into Slack messages. */
import type { FleetGroup } from '@garbageday/aws/contract/fleet-group.ts';
import { eventSource } from '@garbageday/aws/contract/names.ts';
import { lossOfTermination, type Termination } from '@garbageday/aws/loss-of-termination.ts';
import type { LeverMove } from '@garbageday/aws/safety-lever.ts';
import { wasHit } from '@garbageday/core/chaos/was-hit.ts';
import type { Clock, Ledger } from '@garbageday/core/ports.ts';
import type { SlackOutcome } from '@garbageday/slack/outcome.ts';
import type { SlackNotifier } from '@garbageday/slack/slack-notifier.ts';
import { type AlertPorts, alertChange } from './alert-change.ts';
import { type Alarm, burnAlarmOf } from './events/alarm-event.ts';
import type { AlertEvent } from './events/alert-event.ts';
import { terminationOf } from './events/termination-event.ts';

type TellPorts = AlertPorts &
  LossPorts & {
    readonly slack: SlackNotifier;
    readonly alarmPrefix: string;
    readonly lastLeverMove: () => Promise<LeverMove>;
  };

/** A loss, and an alarm without data, are not posted; what waits in the outbox is posted whatever the event. */
export async function tell(ports: TellPorts, event: AlertEvent): Promise<SlackOutcome> {
  if (event.source === eventSource) return ports.slack.experiment(event.detail);
  if (event.source === 'aws.cloudwatch') return tellAlarm(ports, event.alarmData);
  if (event.source === 'aws.ssm') return tellLever(ports);
  await noteLoss(ports, terminationOf(event));
  return ports.slack.flush();
}

/** The time of the move is its identity, whoever moved the lever and however often the event arrives. */
async function tellLever({ slack, lastLeverMove }: TellPorts): Promise<SlackOutcome> {
  const { position, movedAtMs: atMs } = await lastLeverMove();
  return slack.experiment({ kind: 'lever', position, atMs });
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

type LossPorts = {
  readonly ledger: Pick<Ledger, 'transitions' | 'watchLosses' | 'recordLoss'>;
  readonly fleet: readonly FleetGroup[];
  readonly clock: Pick<Clock, 'now'>;
  /** Called with the classification, because Auto Scaling's wording of causes is known only from examples. */
  readonly onTermination: (termination: Termination, isLoss: boolean) => void;
};

/** Records a server that was lost and that no experiment had hit. */
async function noteLoss(ports: LossPorts, termination: Termination): Promise<void> {
  const { ledger, fleet, clock, onTermination } = ports;
  await ledger.watchLosses(clock.now());
  const loss = lossOfTermination(termination, fleet);
  const isLoss = loss !== null && !(await wasHit(ledger, loss));
  if (isLoss) await ledger.recordLoss(loss);
  onTermination(termination, isLoss);
}
