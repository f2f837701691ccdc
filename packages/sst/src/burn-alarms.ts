/** One metric-math alarm per window, one composite alarm per SLO and severity; only the composites ring. */
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
import { type Naming, pascal } from './naming.ts';

type BurnAlarmInput = {
  readonly names: Naming;
  readonly service: string;
  readonly slo: SloConfiguration;
  readonly actions: $util.Input<string>[];
};

/** Returns the composites' ARNs. */
export function deployBurnAlarms({ names, service, slo, actions }: BurnAlarmInput): $util.Output<string>[] {
  const plan = burnAlarmPlan(slo);
  return plan.severities.map(({ severity, rules }) => {
    const windows = rules.flatMap(({ long, short }) => [long, short]);
    const parts = windows.map((window) => windowAlarm({ names, service, slo, plan, severity, window }));
    const composite = new aws.cloudwatch.CompositeAlarm(
      names.logical(pascal(`burn-${plan.slug}-${severity}`)),
      {
        alarmName: burnAlarmName(burnAlarmPrefix(names.stage), { slug: plan.slug, severity }),
        alarmDescription: `${slo.name}: the error budget of ${slo.window} burns too fast (${severity})`,
        alarmRule: alarmRule(rules, (window) => windowAlarmName(names, { plan, severity, window })),
        alarmActions: actions,
        okActions: actions,
      },
      { dependsOn: parts },
    );
    return composite.arn;
  });
}

type Window = { readonly plan: BurnPlan; readonly severity: Severity; readonly window: WindowPlan };

type WindowAlarm = Pick<BurnAlarmInput, 'names' | 'service' | 'slo'> & Window;

function windowAlarm({
  names,
  service,
  slo,
  plan,
  severity,
  window,
}: WindowAlarm): aws.cloudwatch.MetricAlarm {
  const { journey, sli } = slo;
  const { stage } = names;
  const count = (id: string, metricName: JourneyMetric['metricName']) => ({
    id,
    metric: {
      ...journeyMetric({ stage, service, journey, metricName }),
      period: window.seconds,
      stat: 'Sum',
    },
  });
  return new aws.cloudwatch.MetricAlarm(
    names.logical(pascal(`burn-${plan.slug}-${severity}-${window.name}`)),
    {
      name: windowAlarmName(names, { plan, severity, window }),
      alarmDescription: `${slo.name}: burn rate over ${window.name} above ${window.factor}`,
      metricQueries: [
        { id: 'burn', expression: burnExpression(plan.budget), label: 'Burn rate', returnData: true },
        count('total', 'Total'),
        count('good', goodMetric[sli]),
      ],
      comparisonOperator: 'GreaterThanThreshold',
      threshold: window.factor,
      evaluationPeriods: 1,
      // Without measurements nothing burns; the dead man's alarm covers missing measurements.
      treatMissingData: 'notBreaching',
    },
  );
}

function windowAlarmName({ stage }: Naming, { plan, severity, window }: Window): string {
  return `${windowAlarmPrefix(burnAlarmPrefix(stage), { slug: plan.slug, severity })}${window.name}`;
}
