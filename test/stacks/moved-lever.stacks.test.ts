import { describe, expect, it } from 'vitest';
import { everyStage } from './harness/evaluated.ts';
import { named, ofType, pick, text } from './harness/stage.ts';

describe.each(everyStage)('the safety lever of %s', (name, stage) => {
  const ruleArn = `arn:aws:events:eu-west-1:111122223333:rule/garbageday-${name}-moved-lever`;

  it('is heard of when anyone moves it, and not when it is created or another parameter changes', () => {
    const rule = named(stage, 'MovedLever');
    expect(pick(rule, 'eventBusName')).toBeUndefined();
    expect(JSON.parse(text(rule, 'eventPattern'))).toEqual({
      source: ['aws.ssm'],
      'detail-type': ['Parameter Store Change'],
      detail: { name: [text(named(stage, 'SafetyLever'), 'name')], operation: ['Update'] },
    });
  });

  it('rings the alert, which that one rule may invoke, again for an hour, and then the dead-letter queue', () => {
    const alert = expect.stringMatching(/function:garbageday-.*-AlertFunction-/);
    expect(named(stage, 'MovedLeverTarget').inputs).toMatchObject({
      arn: alert,
      retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
      deadLetterConfig: { arn: expect.stringMatching(/^arn:aws:sqs:.*DeadLetters/) },
    });
    expect(named(stage, 'MovedLeverInvokesAlert').inputs).toMatchObject({
      principal: 'events.amazonaws.com',
      sourceArn: ruleArn,
    });
    expect(text(named(stage, 'DeadLettersPolicy'), 'policy')).toContain(`"${ruleArn}"`);
  });

  it('is where the alert looks, and is let look', () => {
    const lever = text(named(stage, 'SafetyLever'), 'name');
    expect(pick(named(stage, 'AlertFunction'), 'environment.variables.SAFETY_LEVER')).toBe(lever);
    const policies = JSON.stringify(pick(named(stage, 'AlertRole'), 'inlinePolicies'));
    expect(policies).toContain('ssm:GetParameter');
    expect(policies).toContain(`parameter${lever}`);
  });

  it('and the servers are all that the default bus is asked about', () => {
    const onDefault = ofType(stage, 'aws:cloudwatch/eventRule:EventRule').filter(
      (rule) => pick(rule, 'eventBusName') === undefined,
    );
    expect(onDefault.map((rule) => rule.name).toSorted()).toEqual(['LostServers', 'MovedLever']);
  });
});
