/** What a stage may begin with, and when. */
import { ofType, pick, type Stage } from '../harness/stage.ts';

/** Schedules that do not wait for every group of servers and for every listener in front of them. */
export function beforeServers(stage: Stage): readonly string[] {
  const servers = [
    ...ofType(stage, 'aws:autoscaling/group:Group'),
    ...ofType(stage, 'aws:lb/listener:Listener'),
  ].map(({ name }) => name);
  return ofType(stage, 'aws:scheduler/schedule:Schedule').flatMap(({ name, options }) =>
    servers.filter((each) => !options.dependsOn.includes(each)).map((each) => `${name} before ${each}`),
  );
}

/** Groups behind a load balancer that count as created before all of their servers are reached through it. */
export function notYetReached(stage: Stage): readonly string[] {
  return ofType(stage, 'aws:autoscaling/group:Group')
    .filter((group) => [pick(group, 'targetGroupArns') ?? []].flat().length > 0)
    .filter((group) => pick(group, 'minElbCapacity') !== pick(group, 'desiredCapacity'))
    .map(({ name }) => name);
}

/** Alarms to which silence is a breach, and that are there before what they listen to. */
export function alarmedBySilence(stage: Stage): readonly string[] {
  const schedules = ofType(stage, 'aws:scheduler/schedule:Schedule').map(({ name }) => name);
  return ofType(stage, 'aws:cloudwatch/metricAlarm:MetricAlarm')
    .filter((alarm) => pick(alarm, 'treatMissingData') === 'breaching')
    .filter(({ options }) => !schedules.some((each) => options.dependsOn.includes(each)))
    .map(({ name }) => name);
}
