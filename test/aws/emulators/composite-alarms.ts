/** Composite alarms, which moto does not know: it keeps them as metric alarms, and these functions tell them apart again. */
import { z } from 'zod';

const named = z.looseObject({ AlarmName: z.string() });
const question = z.looseObject({ AlarmTypes: z.array(z.string()).default(['MetricAlarm']) });
const answer = z.looseObject({ MetricAlarms: z.array(named).default([]) });

export type CompositeAlarms = {
  /** The action that moto shall do instead of `action`. */
  readonly actionFor: (action: string, body: string) => string;
  /** What AWS would have answered. */
  readonly sort: (asked: string, answered: string) => string;
};

export function compositeAlarms(): CompositeAlarms {
  const names = new Set<string>();
  return {
    actionFor: (action, body) => {
      if (!action.endsWith('.PutCompositeAlarm')) return action;
      names.add(named.parse(JSON.parse(body)).AlarmName);
      return action.replace(/PutCompositeAlarm$/, 'PutMetricAlarm');
    },
    sort: (asked, answered) => {
      const { AlarmTypes } = question.parse(JSON.parse(asked));
      const all = answer.parse(JSON.parse(answered)).MetricAlarms;
      const ofType = (type: string, isComposite: boolean) =>
        AlarmTypes.includes(type) ? all.filter(({ AlarmName }) => names.has(AlarmName) === isComposite) : [];
      return JSON.stringify({
        MetricAlarms: ofType('MetricAlarm', false),
        CompositeAlarms: ofType('CompositeAlarm', true),
      });
    },
  };
}
