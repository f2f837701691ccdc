/** The functions, as stacks/*.ts sets them up: memory and schedule come from there, how long a run takes is assumed. */
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import {
  alarmChanges,
  askingSeconds,
  bytesPerGb,
  daysPerMonth,
  logBytesPerInvocation,
  looksPerExperiment,
  minutesPerCount,
  minutesPerMonth,
  operationsPerExperiment,
  otlpSecondsPerRun,
  transitionsPerExperiment,
  weeksPerMonth,
} from './assumptions.ts';
import { type CostItem, itemOf } from './cost-item.ts';
import { countedJourneys } from './counted.ts';
import { serverGroups } from './groups.ts';
import type { Stage } from './stage-sizes.ts';
import { probeSecondsPerRun, usersSecondsPerRun } from './traffic.ts';

export type FunctionUse = {
  /** The name of its part of the stage, or of the journey that it measures. */
  readonly name: string;
  readonly memoryMb: number;
  readonly runsPerMonth: number;
  readonly secondsPerRun: number;
  /** Started by EventBridge Scheduler. */
  readonly isScheduled: boolean;
};

/** In the same order as docs/deploy.md. */
export function functionUses(stage: Stage): readonly FunctionUse[] {
  const workdays = workdaysPerMonth(stage);
  const experiments = experimentsPerMonth(stage);
  const reports = daysPerMonth + weeksPerMonth + 1;
  const alerts = experiments * transitionsPerExperiment + alarmChanges;
  return [
    { name: 'draw', memoryMb: 256, runsPerMonth: workdays, secondsPerRun: 5, isScheduled: true },
    { name: 'experiment', memoryMb: 512, runsPerMonth: experiments, secondsPerRun: 120, isScheduled: true },
    ...(stage.sizes.asksRoles ? [askingUse(stage)] : []),
    ...measuringUses(stage, { role: 'judge', memoryMb: 256, secondsPerRun: probeSecondsPerRun }),
    ...(stage.sizes.hasUsers
      ? measuringUses(stage, { role: 'load', memoryMb: 1_024, secondsPerRun: usersSecondsPerRun })
      : []),
    ...countingUses(stage),
    { name: 'reporter', memoryMb: 1_024, runsPerMonth: reports, secondsPerRun: 30, isScheduled: true },
    ...(stage.sizes.hasSite ? [siteUse] : []),
    ...(marksKills(stage) ? [{ ...marksUse, runsPerMonth: experiments }] : []),
    ...(stage.sizes.hasOtlp ? otlpUses(experiments) : []),
    { name: 'alert', memoryMb: 512, runsPerMonth: alerts, secondsPerRun: 3, isScheduled: false },
  ];
}

const siteUse: FunctionUse = {
  ...{ name: 'site', memoryMb: 1_024, runsPerMonth: daysPerMonth, secondsPerRun: 60, isScheduled: true },
};

const marksUse = { name: 'marks', memoryMb: 256, secondsPerRun: 3, isScheduled: false } as const;

/** Wherever that is. */
function marksKills({ configuration: { annotations } }: Stage): boolean {
  return Object.values(annotations ?? {}).some((where) => where !== null);
}

function otlpUses(experiments: number): readonly FunctionUse[] {
  const runsPerMonth = experiments * transitionsPerExperiment;
  return [
    {
      ...{ name: 'OTLP metrics', memoryMb: 512, runsPerMonth: minutesPerMonth },
      ...{ secondsPerRun: otlpSecondsPerRun, isScheduled: true },
    },
    { name: 'OTLP events', memoryMb: 512, runsPerMonth, secondsPerRun: 3, isScheduled: false },
  ];
}

/** Systems Manager runs commands on EC2 at no charge. */
function askingUse(stage: Stage): FunctionUse {
  const enabled = serverGroups(stage).filter(({ group }) => group.isEnabled);
  const quorums = enabled.filter(({ group }) => group.kind === 'data').length;
  const experiments = enabled.length === 0 ? 0 : (experimentsPerMonth(stage) * quorums) / enabled.length;
  const runsPerMonth = experiments * looksPerExperiment;
  return { name: 'roles', memoryMb: 256, runsPerMonth, secondsPerRun: askingSeconds, isScheduled: false };
}

type Measuring = Pick<FunctionUse, 'memoryMb' | 'secondsPerRun'> & { readonly role: JourneyRole };

/** One function for each journey, every minute. */
function measuringUses({ configuration }: Stage, { role, ...use }: Measuring): readonly FunctionUse[] {
  return configuration.journeys
    .filter((journey) => journey.role === role && journey.measuredBy === undefined)
    .map(({ name }) => ({ name, ...use, runsPerMonth: minutesPerMonth, isScheduled: true }));
}

/** One for each journey that a load balancer counts: a log is read request by request, metrics are ten sums a minute. */
function countingUses(stage: Stage): readonly FunctionUse[] {
  return countedJourneys(stage).map(({ name, measuredBy }) => ({
    name: `counting ${name}`,
    ...(measuredBy?.kind === 'alb-access-logs'
      ? { memoryMb: 512, secondsPerRun: 10 }
      : { memoryMb: 256, secondsPerRun: 2 }),
    ...{ runsPerMonth: minutesPerMonth / minutesPerCount, isScheduled: true },
  }));
}

export function workdaysPerMonth({ configuration }: Stage): number {
  return new Set(configuration.schedule.workdays).size * weeksPerMonth;
}

/** Each enabled group every `meanDaysBetween` workdays, all together at most `maxPerDay` a day. */
export function experimentsPerMonth(stage: Stage): number {
  const { meanDaysBetween, maxPerDay } = stage.configuration.schedule;
  const enabled = serverGroups(stage).filter(({ group }) => group.isEnabled).length;
  return workdaysPerMonth(stage) * Math.min(enabled / meanDaysBetween, maxPerDay);
}

export function functionItems(stage: Stage): readonly CostItem[] {
  const uses = functionUses(stage);
  const runs = uses.reduce((sum, { runsPerMonth }) => sum + runsPerMonth, 0);
  const scheduled = uses.filter(({ isScheduled }) => isScheduled);
  const starts = scheduled.reduce((sum, { runsPerMonth }) => sum + runsPerMonth, 0);
  const experiments = experimentsPerMonth(stage);
  const category = 'functions';
  return [
    ...uses.map(timeItem),
    itemOf({ category, what: 'invocations', quantity: runs, price: 'lambdaRequest' }),
    itemOf({
      category,
      what: 'durable executions',
      quantity: experiments * operationsPerExperiment,
      price: 'durableOperation',
    }),
    itemOf({ category, what: 'EventBridge Scheduler', quantity: starts, price: 'schedulerInvocation' }),
    itemOf({
      category,
      what: 'EventBridge bus',
      quantity: experiments * transitionsPerExperiment,
      price: 'busEvent',
    }),
    itemOf({ category, what: 'traces (X-Ray)', quantity: runs, price: 'trace' }),
    itemOf({
      category,
      what: 'logs',
      quantity: (runs * logBytesPerInvocation) / bytesPerGb,
      price: 'logGb',
    }),
  ];
}

function timeItem({ name, memoryMb, runsPerMonth, secondsPerRun: seconds }: FunctionUse): CostItem {
  const quantity = (memoryMb / 1_024) * seconds * runsPerMonth;
  return itemOf({
    category: 'functions',
    what: `${name}, ${memoryMb} MB`,
    quantity,
    price: 'lambdaArmGbSecond',
  });
}
