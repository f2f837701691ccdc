/** The seven kinds of OpenSLO v1 as they are written. https://github.com/OpenSLO/OpenSLO#object-types */
import { z } from 'zod';
import { strict } from '../fields.ts';
import { inlineOrRef } from './inline-or-ref.ts';
import { description, metadata, objectName } from './metadata-schema.ts';

const anything = z.record(z.string(), z.unknown());

export const serviceSpec = strict({ description }).nullish();

export const dataSourceSpec = strict({
  description,
  type: z.string().min(1, 'is empty; write the kind of source'),
  connectionDetails: z.unknown(),
});

const metric = strict({
  metricSource: strict({
    metricSourceRef: objectName().optional(),
    type: z.string().min(1, 'is empty; write the kind of source').optional(),
    spec: anything,
  }),
});

export const sliSpec = strict({
  description,
  thresholdMetric: metric.optional(),
  ratioMetric: strict({
    counter: z.boolean().optional(),
    good: metric.optional(),
    bad: metric.optional(),
    total: metric.optional(),
    rawType: z.enum(['success', 'failure']).optional(),
    raw: metric.optional(),
  }).optional(),
});

const indicator = strict({ metadata, spec: sliSpec });

const operator = z.enum(['lte', 'gte', 'lt', 'gt']);

export const alertConditionSpec = strict({
  description,
  severity: z.string(),
  condition: strict({
    kind: z.enum(['burnrate']).default('burnrate'),
    op: operator,
    threshold: z.number(),
    lookbackWindow: z.string(),
    alertAfter: z.string().optional(),
  }),
});

export const notificationTargetSpec = strict({
  description,
  target: z.string().min(1, 'is empty; write where to, such as slack'),
});

const condition = inlineOrRef(
  'conditionRef',
  strict({ conditionRef: objectName() }),
  strict({ kind: z.enum(['AlertCondition']), metadata, spec: alertConditionSpec }),
);

const notificationTarget = inlineOrRef(
  'targetRef',
  strict({ targetRef: objectName() }),
  strict({ kind: z.enum(['AlertNotificationTarget']), metadata, spec: notificationTargetSpec }),
);

export const alertPolicySpec = strict({
  description,
  alertWhenNoData: z.boolean().optional(),
  alertWhenResolved: z.boolean().optional(),
  alertWhenBreaching: z.boolean().optional(),
  conditions: z.array(condition),
  notificationTargets: z.array(notificationTarget),
});

const alertPolicy = inlineOrRef(
  'alertPolicyRef',
  strict({ alertPolicyRef: objectName() }),
  strict({ kind: z.enum(['AlertPolicy']), metadata, spec: alertPolicySpec }),
);

export const objective = strict({
  displayName: z.string().optional(),
  op: operator.optional(),
  value: z.number().optional(),
  target: z.number().optional(),
  targetPercent: z.number().optional(),
  timeSliceTarget: z.number().optional(),
  timeSliceWindow: z.union([z.string(), z.number()]).optional(),
  indicator: indicator.optional(),
  indicatorRef: objectName().optional(),
  compositeWeight: z.number().positive('is not above 0').optional(),
});

export const timeWindow = strict({
  duration: z.string(),
  isRolling: z.boolean().optional(),
  calendar: strict({ startTime: z.string(), timeZone: z.string() }).optional(),
});

export const sloSpec = strict({
  description,
  service: z.string().min(1, 'is empty; write the name of the service'),
  indicator: indicator.optional(),
  indicatorRef: objectName().optional(),
  timeWindow: z.array(timeWindow),
  budgetingMethod: z.enum(['Occurrences', 'Timeslices', 'RatioTimeslices']),
  objectives: z.array(objective),
  alertPolicies: z.array(alertPolicy).nullish(),
});

export type SliSpec = z.output<typeof sliSpec>;
export type Metric = z.output<typeof metric>;
export type AlertConditionSpec = z.output<typeof alertConditionSpec>;
export type AlertPolicySpec = z.output<typeof alertPolicySpec>;
export type NotificationTargetSpec = z.output<typeof notificationTargetSpec>;
export type ObjectiveSpec = z.output<typeof objective>;
export type TimeWindowSpec = z.output<typeof timeWindow>;
export type SloSpec = z.output<typeof sloSpec>;
export type DataSourceSpec = z.output<typeof dataSourceSpec>;
