/** One metric-math alarm per window, one composite alarm per objective and severity; only the composites ring. */
import {
  burnAlarmName,
  burnAlarmPrefix,
  type Severity,
  windowAlarmPrefix,
} from '@garbageday/aws/contract/names.ts';
import type { SloConfiguration } from '@garbageday/core/configuration.ts';
import {
  alarmRule,
  type BurnPlan,
  burnAlarmPlan,
  burnExpression,
  type WindowPlan,
} from './burn-alarm-plan.ts';
import { goodMetric, type JourneyMetric, journeyMetric } from './metrics.ts';
import { pascal } from './naming.ts';

type BurnAlarmInput = {
  readonly service: string;
  readonly slo: SloConfiguration;
  readonly actions: $util.Input<string>[];
};

/** Returns the composites' ARNs. */
export function deployBurnAlarms({ service, slo, actions }: BurnAlarmInput): $util.Output<string>[] {
  const plan = burnAlarmPlan(slo);
  return plan.severities.map(({ severity, rules }) => {
    const windows = rules.flatMap(({ long, short }) => [long, short]);
    const parts = windows.map((window) => windowAlarm({ service, slo, plan, severity, window }));
    const composite = new aws.cloudwatch.CompositeAlarm(
      pascal(`burn-${plan.slug}-${severity}`),
      {
        alarmName: burnAlarmName(prefix(), { slug: plan.slug, severity }),
        alarmDescription: `${slo.name}: the error budget of ${slo.window} burns too fast (${severity})`,
        alarmRule: alarmRule(rules, (window) => windowAlarmName(plan, severity, window)),
        alarmActions: actions,
        okActions: actions,
      },
      { dependsOn: parts },
    );
    return composite.arn;
  });
}

type WindowAlarm = Pick<BurnAlarmInput, 'service' | 'slo'> & {
  readonly plan: BurnPlan;
  readonly severity: Severity;
  readonly window: WindowPlan;
};

function windowAlarm({ service, slo, plan, severity, window }: WindowAlarm): aws.cloudwatch.MetricAlarm {
  const { journey, sli } = slo;
  const count = (id: string, metricName: JourneyMetric['metricName']) => ({
    id,
    metric: { ...journeyMetric({ service, journey, metricName }), period: window.seconds, stat: 'Sum' },
  });
  return new aws.cloudwatch.MetricAlarm(pascal(`burn-${plan.slug}-${severity}-${window.name}`), {
    name: windowAlarmName(plan, severity, window),
    alarmDescription: `${slo.name}: burn rate over ${window.name} above ${window.factor}`,
    metricQueries: [
      { id: 'burn', expression: burnExpression(plan.budget), label: 'Burn rate', returnData: true },
      count('total', 'Total'),
      count('good', goodMetric[sli]),
    ],
    comparisonOperator: 'GreaterThanThreshold',
    threshold: window.factor,
    evaluationPeriods: 1,
    // Nothing measured burns nothing; that nothing is measured is the dead man's alarm's business.
    treatMissingData: 'notBreaching',
  });
}

function windowAlarmName(plan: BurnPlan, severity: Severity, window: WindowPlan): string {
  return `${windowAlarmPrefix(prefix(), { slug: plan.slug, severity })}${window.name}`;
}

function prefix(): string {
  return burnAlarmPrefix($app.stage);
}
