import { describe, expect, it } from 'vitest';
import { everyStage } from './harness/evaluated.ts';
import { named, ofType, pick, text } from './harness/stage.ts';

describe.each(everyStage)('lost servers of %s', (name, stage) => {
  const own = (part: string) => `garbageday-${name}-${part}`;
  const ruleArn = `arn:aws:events:eu-west-1:111122223333:rule/${own('lost-servers')}`;

  it('are heard of when Auto Scaling has terminated one of this stage, and no other', () => {
    const rule = named(stage, 'LostServers');
    expect(pick(rule, 'eventBusName')).toBeUndefined();
    const balancers = name === 'haproxy' ? [own('load-balancer')] : [];
    expect(JSON.parse(text(rule, 'eventPattern'))).toEqual({
      source: ['aws.autoscaling'],
      'detail-type': ['EC2 Instance Terminate Successful'],
      detail: {
        AutoScalingGroupName: [...['web', 'data-a', 'data-b', 'data-c'].map(own), ...balancers],
      },
    });
  });

  it('name every Auto Scaling group that there is', () => {
    const groups = ofType(stage, 'aws:autoscaling/group:Group').map((group) => text(group, 'name'));
    const { detail } = JSON.parse(text(named(stage, 'LostServers'), 'eventPattern'));
    expect(groups.toSorted()).toEqual(detail.AutoScalingGroupName.toSorted());
  });

  it('ring the alert, again for an hour, and then the dead-letter queue', () => {
    expect(named(stage, 'LostServersTarget').inputs).toMatchObject({
      arn: expect.stringMatching(/function:garbageday-.*-AlertFunction-/),
      retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
      deadLetterConfig: { arn: expect.stringMatching(/^arn:aws:sqs:/) },
    });
  });

  it('let that one rule invoke the alert', () => {
    expect(named(stage, 'LostServersInvokeAlert').inputs).toMatchObject({
      action: 'lambda:InvokeFunction',
      principal: 'events.amazonaws.com',
      sourceAccount: '111122223333',
      sourceArn: ruleArn,
    });
  });

  it('have a rule on the default bus, which the dead-letter queue lets in by name', () => {
    expect(text(named(stage, 'DeadLettersPolicy'), 'policy')).toContain(`"${ruleArn}"`);
  });
});
