/** The service's own alarms in CloudWatch: while one of them rings, nothing is killed. */
import { type CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { Alerts, FiringAlert } from '@garbageday/core/ports.ts';
import { AwsError, calling } from './aws-error.ts';

export type StopAlarmsOptions = {
  readonly cloudWatch: CloudWatchClient;
  /** By name, or by ARN. */
  readonly alarms: readonly string[];
};

/** DescribeAlarms accepts at most this many names (API Reference). */
const namesPerCall = 100;

/**
 * The service's own ringing alarms, followed by what burns. Throws if one of the alarms does not exist: it would never
 * stop anything.
 */
export function withStopAlarms(alerts: Alerts, { cloudWatch, alarms }: StopAlarmsOptions): Alerts {
  const names = [...new Set(alarms.map(nameOf))];
  if (names.length === 0) return { firing: () => alerts.firing() };
  return {
    firing: async () => {
      const [ringing, burning] = await Promise.all([
        calling('asking for the alarms that stop chaos', () => ringingOf(cloudWatch, names)),
        alerts.firing(),
      ]);
      return [...ringing, ...burning];
    },
  };
}

/** `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:shop-errors` → `shop-errors`; a name itself may contain a colon. */
function nameOf(alarm: string): string {
  return /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(alarm)?.[1] ?? alarm;
}

async function ringingOf(
  cloudWatch: CloudWatchClient,
  names: readonly string[],
): Promise<readonly FiringAlert[]> {
  const states = new Map<string, string>();
  for (let from = 0; from < names.length; from += namesPerCall) {
    const query = {
      AlarmNames: names.slice(from, from + namesPerCall),
      AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const],
    };
    for await (const page of paginateDescribeAlarms({ client: cloudWatch, pageSize: 100 }, query)) {
      for (const { AlarmName = '', StateValue = '' } of [
        ...(page.MetricAlarms ?? []),
        ...(page.CompositeAlarms ?? []),
      ])
        states.set(AlarmName, StateValue);
    }
  }
  const missing = names.find((name) => !states.has(name));
  if (missing !== undefined)
    throw new AwsError(
      'not-deployed',
      `the alarm ${missing} of stopAlarms does not exist in this region; correct its name, or leave it out, and deploy again`,
    );
  const inAlarm = names.filter((name) => states.get(name) === 'ALARM');
  return inAlarm.map((slo) => ({ slo, severity: 'page', burn: null }));
}
