/** Alarms, the dashboard, logs. */

import { account, region } from '../../world/place.ts';
import { json } from '../call.ts';
import { inner, type Kinds, list } from '../kind.ts';
import type { Plain } from '../wire.ts';

function cloudWatch(action: string, input: object) {
  return json('monitoring', `GraniteServiceVersion20100801.${action}`, input, '1.0');
}

function logs(action: string, input: object) {
  return json('logs', `Logs_20140328.${action}`, input);
}

function alarmArn(name: unknown): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}

function dimensionsOf(value: unknown): readonly Plain[] {
  return Object.entries(inner(value)).map(([Name, Value]) => ({ Name, Value }));
}

/** One metric, or an expression of several. */
function measured(inputs: Plain): Plain {
  const queries = list(inputs['metricQueries']);
  if (queries.length === 0) {
    const { metricName: MetricName, namespace: Namespace, period: Period, statistic: Statistic } = inputs;
    return { MetricName, Namespace, Period, Statistic, Dimensions: dimensionsOf(inputs['dimensions']) };
  }
  return {
    Metrics: queries.map(({ id: Id, label: Label, expression, returnData: ReturnData = false, metric }) => ({
      ...{ Id, Label, ReturnData },
      ...(expression === undefined ? {} : { Expression: expression }),
      ...(metric === undefined ? {} : { MetricStat: metricStat(inner(metric)) }),
    })),
  };
}

function metricStat({ namespace, metricName, dimensions, period: Period, stat: Stat }: Plain): Plain {
  const Metric = { Namespace: namespace, MetricName: metricName, Dimensions: dimensionsOf(dimensions) };
  return { Metric, Period, Stat };
}

export const watchingKinds: Kinds = {
  'aws:cloudwatch/metricAlarm:MetricAlarm': {
    create: async (inputs, logical) => {
      const { name: AlarmName = logical, comparisonOperator, evaluationPeriods, datapointsToAlarm } = inputs;
      await cloudWatch('PutMetricAlarm', {
        AlarmName,
        ComparisonOperator: comparisonOperator,
        EvaluationPeriods: evaluationPeriods,
        DatapointsToAlarm: datapointsToAlarm,
        Threshold: inputs['threshold'],
        TreatMissingData: inputs['treatMissingData'],
        AlarmDescription: inputs['alarmDescription'],
        AlarmActions: inputs['alarmActions'],
        OKActions: inputs['okActions'],
        ...measured(inputs),
      });
      return { id: AlarmName, arn: alarmArn(AlarmName) };
    },
    remove: (_, AlarmName) => cloudWatch('DeleteAlarms', { AlarmNames: [AlarmName] }),
  },
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': {
    create: async ({ alarmName: AlarmName, alarmRule, alarmDescription, alarmActions, okActions }) => {
      await cloudWatch('PutCompositeAlarm', {
        AlarmName,
        AlarmRule: alarmRule,
        AlarmDescription: alarmDescription,
        AlarmActions: alarmActions,
        OKActions: okActions,
      });
      return { id: AlarmName, arn: alarmArn(AlarmName) };
    },
    remove: (_, AlarmName) => cloudWatch('DeleteAlarms', { AlarmNames: [AlarmName] }),
  },
  'aws:cloudwatch/dashboard:Dashboard': {
    create: async ({ dashboardName: DashboardName, dashboardBody: DashboardBody }) => {
      await cloudWatch('PutDashboard', { DashboardName, DashboardBody });
      return { id: DashboardName };
    },
    remove: ({ dashboardName }) => cloudWatch('DeleteDashboards', { DashboardNames: [dashboardName] }),
  },
  'aws:cloudwatch/logGroup:LogGroup': {
    create: async ({ name: logGroupName, retentionInDays }) => {
      await logs('CreateLogGroup', { logGroupName });
      await logs('PutRetentionPolicy', { logGroupName, retentionInDays });
      return { id: logGroupName, arn: `arn:aws:logs:${region}:${account}:log-group:${logGroupName}` };
    },
    remove: ({ name: logGroupName }) => logs('DeleteLogGroup', { logGroupName }),
  },
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': {
    create: async ({ name: filterName, logGroupName, pattern: filterPattern, metricTransformation }) => {
      const {
        name: metricName,
        namespace: metricNamespace,
        value: metricValue,
      } = inner(metricTransformation);
      const metricTransformations = [{ metricName, metricNamespace, metricValue }];
      await logs('PutMetricFilter', { logGroupName, filterName, filterPattern, metricTransformations });
      return { id: filterName };
    },
    remove: ({ name: filterName, logGroupName }) => logs('DeleteMetricFilter', { filterName, logGroupName }),
  },
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': {
    create: async ({ policyName, policyDocument }) => {
      await logs('PutResourcePolicy', { policyName, policyDocument });
      return { id: policyName };
    },
    remove: ({ policyName }) => logs('DeleteResourcePolicy', { policyName }),
  },
};
