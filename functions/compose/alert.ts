/** The ports of the alert: the reporter's, the alarms, and the lever. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SSMClient } from '@aws-sdk/client-ssm';
import { cloudWatchAlerts } from '@garbageday/aws/burn-alerts.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { lastLeverMove } from '@garbageday/aws/safety-lever.ts';
import { readEnvironment } from '../environment/read-environment.ts';
import { alertEnvironment } from '../environment/reporting.ts';
import { composeReporting } from './reporting.ts';

/** Only the alert reports how fast a budget burns. Its event says that the lever was moved, but not where it is now. */
export function composeAlert(remainingMs: () => number) {
  const reporting = composeReporting({ remainingMs, chart: null });
  const { ALARM_PREFIX: alarmPrefix, SAFETY_LEVER: name } = readEnvironment(alertEnvironment);
  const slos = reporting.configuration.slos.map((slo) => slo.name);
  const cloudWatch = new CloudWatchClient(clientSettings());
  const ssm = new SSMClient(clientSettings());
  return {
    ...reporting,
    alarmPrefix,
    alerts: cloudWatchAlerts({ cloudWatch, prefix: alarmPrefix, slos }),
    lastLeverMove: () => lastLeverMove({ ssm, name }),
  };
}
