/** What `npm run cost` prices is what a stage deploys. */
import { hoursPerMonth, natInstance, zones } from '@garbageday/cost/assumptions.ts';
import { functionUses } from '@garbageday/cost/functions.ts';
import { serverGroups } from '@garbageday/cost/groups.ts';
import { stageCost } from '@garbageday/cost/stage-cost.ts';
import { alarmCounts } from '@garbageday/cost/watching.ts';
import { describe, expect, it } from 'vitest';
import { referenceStage } from '../cost/sample-stage.ts';
import { everyStage } from './harness/evaluated.ts';
import { type Captured, named, ofType, pick, type Stage } from './harness/stage.ts';

const functionNames: Readonly<Record<string, string>> = {
  draw: 'DrawFunction',
  experiment: 'ExperimentHandlerFunction',
  probe: 'ProbeFunction',
  users: 'UsersFunction',
  reporter: 'ReporterFunction',
  alert: 'AlertFunction',
};

function count(stage: Stage, type: string): number {
  return ofType(stage, type).length;
}

type Template = { readonly type: unknown; readonly gib: unknown };

/** `t4g.small, 8 GiB` for each server. */
function servers(stage: Stage): readonly string[] {
  const templates = new Map<unknown, Template>(
    ofType(stage, 'aws:ec2/launchTemplate:LaunchTemplate').map((template) => [
      pick(template, 'name'),
      { type: pick(template, 'instanceType'), gib: pick(template, 'blockDeviceMappings.0.ebs.volumeSize') },
    ]),
  );
  const groups = ofType(stage, 'aws:autoscaling/group:Group');
  return groups
    .flatMap((group) => {
      const { type, gib } = templates.get(pick(group, 'name')) ?? { type: '?', gib: '?' };
      return Array.from({ length: Number(pick(group, 'desiredCapacity')) }, () => `${type}, ${gib} GiB`);
    })
    .toSorted();
}

describe.each(everyStage)('the bill of %s', (name, stage) => {
  const priced = referenceStage(name);

  it('is for the functions that are deployed, at their memory', () => {
    const deployed = ofType(stage, 'aws:lambda/function:Function').map((lambda: Captured) => lambda.name);
    const uses = functionUses(priced);
    expect(uses.map((use) => functionNames[use.name] ?? '?').toSorted()).toEqual(deployed.toSorted());
    for (const use of uses)
      expect(named(stage, functionNames[use.name] ?? '?').inputs['memorySize'], use.name).toBe(use.memoryMb);
  });

  it('is for the servers and disks that are deployed', () => {
    const expected = serverGroups(priced)
      .flatMap(({ group, instanceType, volumeGib }) =>
        Array.from({ length: group.desiredSize }, () => `${instanceType}, ${volumeGib} GiB`),
      )
      .toSorted();
    expect(servers(stage)).toEqual(expected);
  });

  it('is for the alarms, the dashboard, the zone and the parameters that are deployed', () => {
    const { windows, composites, plain } = alarmCounts(priced);
    expect(count(stage, 'aws:cloudwatch/metricAlarm:MetricAlarm')).toBe(windows + plain);
    expect(count(stage, 'aws:cloudwatch/compositeAlarm:CompositeAlarm')).toBe(composites);
    expect(count(stage, 'aws:cloudwatch/dashboard:Dashboard')).toBe(1);
    expect(count(stage, 'aws:route53/zone:Zone')).toBe(1);
    const { items } = stageCost(priced);
    const parameters = items.find(({ what }) => what.startsWith('SSM parameters'));
    expect(count(stage, 'aws:ssm/parameter:Parameter')).toBe(parameters?.quantity);
  });

  it('is for the ways out, the load balancer and the addresses that are deployed', () => {
    const isManaged = priced.sizes.nat === 'managed';
    expect(count(stage, 'aws:ec2/natGateway:NatGateway')).toBe(isManaged ? zones : 0);
    const nats = ofType(stage, 'aws:ec2/instance:Instance');
    expect(nats.map((nat) => pick(nat, 'instanceType'))).toEqual(
      Array.from({ length: isManaged ? 0 : zones }, () => natInstance.type),
    );
    expect(count(stage, 'aws:lb/loadBalancer:LoadBalancer')).toBe(1);
    // Those of the load balancer, one a zone, are AWS's own.
    const { items } = stageCost(priced);
    const addresses = items.find(({ what }) => what.startsWith('public IPv4'));
    expect(count(stage, 'aws:ec2/eip:Eip') + zones).toBe(Number(addresses?.quantity) / hoursPerMonth);
  });
});
