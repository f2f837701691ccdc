/** The functions, as stacks/*.ts sets them up: memory and schedule are theirs, how long a run takes is assumed. */
import {
  alarmChanges,
  bytesPerGb,
  daysPerMonth,
  logBytesPerInvocation,
  minutesPerMonth,
  operationsPerExperiment,
  transitionsPerExperiment,
  weeksPerMonth,
} from './assumptions.ts';
import { type CostItem, itemOf } from './cost-item.ts';
import { serverGroups } from './groups.ts';
import type { Stage } from './stage-sizes.ts';
import { probeSecondsPerRun, usersSecondsPerRun } from './traffic.ts';

export type FunctionName = 'draw' | 'experiment' | 'probe' | 'users' | 'reporter' | 'alert';

export type FunctionUse = {
  readonly name: FunctionName;
  readonly memoryMb: number;
  readonly runsPerMonth: number;
  readonly secondsPerRun: number;
  /** By EventBridge Scheduler. */
  readonly isScheduled: boolean;
};

/** In the order of docs/deploy.md. */
export function functionUses(stage: Stage): readonly FunctionUse[] {
  const workdays = workdaysPerMonth(stage);
  const experiments = experimentsPerMonth(stage);
  const everyMinute = { runsPerMonth: minutesPerMonth, isScheduled: true };
  const reports = daysPerMonth + weeksPerMonth + 1;
  const alerts = experiments * transitionsPerExperiment + alarmChanges;
  return [
    { name: 'draw', memoryMb: 256, runsPerMonth: workdays, secondsPerRun: 5, isScheduled: true },
    { name: 'experiment', memoryMb: 512, runsPerMonth: experiments, secondsPerRun: 120, isScheduled: true },
    { name: 'probe', memoryMb: 256, secondsPerRun: probeSecondsPerRun, ...everyMinute },
    ...(stage.sizes.hasUsers
      ? [{ name: 'users' as const, memoryMb: 1_024, secondsPerRun: usersSecondsPerRun, ...everyMinute }]
      : []),
    { name: 'reporter', memoryMb: 1_024, runsPerMonth: reports, secondsPerRun: 30, isScheduled: true },
    { name: 'alert', memoryMb: 512, runsPerMonth: alerts, secondsPerRun: 3, isScheduled: false },
  ];
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
