/**
 * What CloudWatch sends when an alarm changes its state (Amazon CloudWatch User Guide, "Invoke a Lambda function from
 * an alarm", sample events), and how to tell whether it is about an SLO.
 */
import { readBurnAlarmName, slugOf } from '@garbageday/aws/contract/names.ts';
import * as z from 'zod/mini';
import { instant } from './instant.ts';

/** CloudWatch's own format, so it may gain fields. */
export const alarmEvent = z.object({
  source: z.literal('aws.cloudwatch'),
  alarmArn: z.string(),
  alarmData: z.object({
    alarmName: z.string(),
    state: z.object({ value: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']), timestamp: instant }),
    configuration: z.optional(z.object({ description: z.optional(z.string()) })),
  }),
});

export type Alarm = z.infer<typeof alarmEvent>['alarmData'];

export type BurnAlarm = { readonly slo: string; readonly severity: 'page' | 'ticket' };

/** For an alarm named `<prefix><slug>-page` or `-ticket`; `null`: it is not about an SLO. */
export function burnAlarmOf(
  { alarmName }: Pick<Alarm, 'alarmName'>,
  prefix: string,
  slos: readonly string[],
): BurnAlarm | null {
  const burn = readBurnAlarmName(prefix, alarmName);
  const slo = slos.find((name) => slugOf(name) === burn?.slug);
  return slo === undefined || burn === null ? null : { slo, severity: burn.severity };
}
