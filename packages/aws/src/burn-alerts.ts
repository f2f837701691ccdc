/** Which SLOs are burning, from CloudWatch's composite alarms: one per SLO and severity. */
import {
  type CloudWatchClient,
  type CompositeAlarm,
  type MetricAlarm,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import type { Alerts, FiringAlert } from '@garbageday/core/ports.ts';
import { AwsError, calling } from './aws-error.ts';
import { readBurnAlarmName, slugOf, windowAlarmPrefix } from './contract/names.ts';

export type AlertsOptions = {
  readonly cloudWatch: CloudWatchClient;
  /** The composites are named `<prefix><slug>-page` and `-ticket`; `prefix` ends in `slo-`. */
  readonly prefix: string;
  /** Names of the configured SLOs, to turn `probe-availability` back into `probe: availability`. */
  readonly slos?: readonly string[];
};

/** An alert by its name. */
export type RingingAlert = Pick<FiringAlert, 'slo' | 'severity'>;

type Named = RingingAlert & {
  readonly slug: string;
  readonly alarm: CompositeAlarm;
};

export type CloudWatchAlerts = Alerts & {
  /** Which alerts ring, without how fast they burn: one call for a hundred alarms. */
  readonly ringing: () => Promise<readonly RingingAlert[]>;
};

/** Throws if the stage has no burn alarm at all: the silence of an alarm that does not exist means nothing. */
export function cloudWatchAlerts({ cloudWatch, prefix, slos = [] }: AlertsOptions): CloudWatchAlerts {
  const inAlarm = () => inAlarmNow(cloudWatch, prefix, slos);
  return {
    firing: () =>
      calling('asking for burn alarms', async () =>
        Promise.all((await inAlarm()).map((each) => withBurn(cloudWatch, prefix, each))),
      ),
    ringing: () =>
      calling('asking which alarms ring', async () =>
        (await inAlarm()).map(({ slo, severity }) => ({ slo, severity })),
      ),
  };
}

async function inAlarmNow(
  cloudWatch: CloudWatchClient,
  prefix: string,
  slos: readonly string[],
): Promise<readonly Named[]> {
  const composites = await compositesOf(cloudWatch, prefix);
  const named = composites.flatMap((alarm) => nameOf(alarm, prefix, slos));
  if (named.length === 0) {
    throw new AwsError(
      'not-deployed',
      `no burn alarm is named ${prefix}…-page or -ticket; deploy the stage again, or check AWS_REGION`,
    );
  }
  return named.filter(({ alarm }) => alarm.StateValue === 'ALARM');
}

async function compositesOf(cloudWatch: CloudWatchClient, prefix: string): Promise<CompositeAlarm[]> {
  const query = { AlarmNamePrefix: prefix, AlarmTypes: ['CompositeAlarm' as const] };
  const found: CompositeAlarm[] = [];
  for await (const page of paginateDescribeAlarms({ client: cloudWatch, pageSize: 100 }, query)) {
    found.push(...(page.CompositeAlarms ?? []));
  }
  return found;
}

function nameOf(alarm: CompositeAlarm, prefix: string, slos: readonly string[]): readonly Named[] {
  const burn = readBurnAlarmName(prefix, alarm.AlarmName ?? '');
  if (burn === null) return [];
  return [{ ...burn, slo: slos.find((slo) => slugOf(slo) === burn.slug) ?? burn.slug, alarm }];
}

/** The composite alarm has no burn rate, but the alarms of its windows do. */
async function withBurn(cloudWatch: CloudWatchClient, prefix: string, named: Named): Promise<FiringAlert> {
  const query = {
    AlarmNamePrefix: windowAlarmPrefix(prefix, named),
    AlarmTypes: ['MetricAlarm' as const],
    StateValue: 'ALARM' as const,
  };
  const burns: number[] = [];
  for await (const page of paginateDescribeAlarms({ client: cloudWatch, pageSize: 100 }, query)) {
    burns.push(...(page.MetricAlarms ?? []).flatMap(burnOf));
  }
  // A ringing alarm burns faster than the budget allows, whatever its windows say by now.
  const { slo, severity } = named;
  return { slo, severity, burn: Math.max(1, ...burns) };
}

/** What the alarm saw when it began to ring, or at least its threshold. */
function burnOf({ StateValue, StateReasonData, Threshold }: MetricAlarm): readonly number[] {
  if (StateValue !== 'ALARM') return [];
  const seen = recentDatapoints(StateReasonData ?? '');
  return [...seen, ...(Threshold === undefined ? [] : [Threshold])];
}

function recentDatapoints(json: string): readonly number[] {
  const points = /"recentDatapoints"\s*:\s*\[(?<points>[^\]]*)\]/.exec(json)?.groups?.['points'] ?? '';
  return points
    .split(',')
    .map((point) => Number.parseFloat(point))
    .filter((point) => Number.isFinite(point));
}
