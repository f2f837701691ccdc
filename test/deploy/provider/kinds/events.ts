/** The bus, its rules and targets, and EventBridge Scheduler. */
import { json, rest } from '../call.ts';
import { inner, type Kinds, pascal } from '../kind.ts';

function events(action: string, input: object) {
  return json('events', `AWSEvents.${action}`, input);
}

export const eventKinds: Kinds = {
  'aws:cloudwatch/eventBus:EventBus': {
    create: async ({ name: Name }) => {
      const { EventBusArn: arn } = await events('CreateEventBus', { Name });
      return { id: Name, arn };
    },
    remove: ({ name: Name }) => events('DeleteEventBus', { Name }),
  },
  'aws:cloudwatch/eventRule:EventRule': {
    create: async ({ name: Name, eventBusName: EventBusName, eventPattern: EventPattern }) => {
      const rule = { Name, EventBusName, EventPattern, State: 'ENABLED' };
      const { RuleArn: arn } = await events('PutRule', rule);
      return { id: Name, arn };
    },
    remove: ({ name: Name, eventBusName: EventBusName }) => events('DeleteRule', { Name, EventBusName }),
  },
  'aws:cloudwatch/eventTarget:EventTarget': {
    create: async ({ rule: Rule, eventBusName: EventBusName, arn, targetId = 'target', ...more }) => {
      const { deadLetterConfig, retryPolicy } = more;
      const Targets = [
        {
          Id: targetId,
          Arn: arn,
          DeadLetterConfig: pascal(deadLetterConfig),
          RetryPolicy: pascal(retryPolicy),
        },
      ];
      const { FailedEntryCount: failed, FailedEntries } = await events('PutTargets', {
        ...{ Rule, EventBusName, Targets },
      });
      if (failed !== undefined && failed !== 0) throw new Error(JSON.stringify(FailedEntries));
      return { targetId };
    },
    remove: ({ rule: Rule, eventBusName: EventBusName, targetId }) =>
      events('RemoveTargets', { Rule, EventBusName, Ids: [targetId] }),
  },
  'aws:scheduler/scheduleGroup:ScheduleGroup': {
    create: async ({ name }) => {
      const { ScheduleGroupArn: arn } = await rest('scheduler', 'POST', `/schedule-groups/${name}`, {});
      return { id: name, arn };
    },
    remove: ({ name }) => rest('scheduler', 'DELETE', `/schedule-groups/${name}`),
  },
  'aws:scheduler/schedule:Schedule': {
    create: async (inputs) => {
      const { name, groupName = 'default' } = inputs;
      await rest('scheduler', 'POST', `/schedules/${name}`, {
        GroupName: groupName,
        ScheduleExpression: inputs['scheduleExpression'],
        ScheduleExpressionTimezone: inputs['scheduleExpressionTimezone'],
        FlexibleTimeWindow: pascal(inputs['flexibleTimeWindow']),
        State: inputs['state'],
        Target: inner(pascal(inputs['target'])),
      });
      return { id: `${groupName}/${name}` };
    },
    remove: ({ name, groupName = 'default' }) =>
      rest('scheduler', 'DELETE', `/schedules/${name}?groupName=${groupName}`),
  },
};
