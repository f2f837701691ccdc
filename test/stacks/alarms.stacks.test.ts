import { defaultBurnRules } from '@garbageday/core/slo/burn-alerts.ts';
import { alarmRule, burnAlarmPlan, burnExpression } from '@garbageday/sst/burn-alarm-plan.ts';
import { describe, expect, it } from 'vitest';
import { sloConfiguration } from '../fakes/configuration.ts';
import { queuesThatRingOnce } from './checks/dead-letters.ts';
import { brokenLogPolicies, logsWithoutPolicy } from './checks/log-policies.ts';
import { everyStage } from './harness/evaluated.ts';
import { type Captured, named, ofType, pick, text } from './harness/stage.ts';

const slo = sloConfiguration({ name: 'probe: availability' });

describe('the plan of an objective', () => {
  it.each([
    // SRE Workbook, ch. 5, table 5-8, for 30 days.
    ['30d', [14.4, 6, 3, 1]],
    ['28d', [13.44, 5.6, 2.8, 0.933333333333]],
    ['7d', [3.36, 1.4, 0.7, 0.233333333333]],
  ])('over %s has the factors %j', (window, factors) => {
    const plan = burnAlarmPlan({ ...slo, window });
    const rules = plan.severities.flatMap((severity) => severity.rules);
    expect(rules.map(({ long }) => long.factor)).toEqual(factors);
    expect(rules.map(({ short }) => short.factor)).toEqual(factors);
  });

  it('names windows and budget as a person would', () => {
    const plan = burnAlarmPlan(slo);
    expect(plan.slug).toBe('probe-availability');
    expect(plan.budget).toBe(0.001);
    const windows = plan.severities.flatMap(({ rules }) =>
      rules.map(({ long, short }) => [long.name, short.name]),
    );
    expect(windows).toEqual([
      ['1h', '5m'],
      ['6h', '30m'],
      ['1d', '2h'],
      ['3d', '6h'],
    ]);
  });

  it('refuses an alarm that could never ring', () => {
    expect(() => burnAlarmPlan({ ...slo, objective: 0.9 })).toThrow('can never fire');
  });

  it('refuses one that looks further back than CloudWatch', () => {
    const alerts = [{ severity: 'ticket', share: 0.5, longSeconds: 864_000, shortSeconds: 3_600 }] as const;
    expect(() => burnAlarmPlan({ ...slo, alerts })).toThrow('the longest is seven days');
  });

  it('takes the alerts of the objective', () => {
    const alerts = [{ severity: 'page', share: 0.02, longSeconds: 3_600, shortSeconds: 300 }] as const;
    expect(burnAlarmPlan({ ...slo, alerts }).severities.map(({ severity }) => severity)).toEqual(['page']);
  });

  it('joins windows with AND, rules with OR', () => {
    const [page] = burnAlarmPlan(slo).severities;
    expect(alarmRule(page?.rules ?? [], ({ name }) => name)).toBe(
      '(ALARM("1h") AND ALARM("5m")) OR (ALARM("6h") AND ALARM("30m"))',
    );
  });

  it('burns nothing without events', () => {
    expect(burnExpression(0.001)).toBe('IF(total > 0, (total - good) / total / 0.001, 0)');
  });
});

type Query = { id: string; expression?: string; returnData?: boolean; metric?: Record<string, unknown> };

function queries(alarm: Captured) {
  return (pick(alarm, 'metricQueries') ?? []) as readonly Query[];
}

describe.each(everyStage)('alarms of %s', (name, stage) => {
  const journeys = name === 'production' ? ['probe'] : ['users', 'probe'];
  const slugs = journeys.flatMap((journey) => [`${journey}-availability`, `${journey}-latency`]);
  const metricAlarms = ofType(stage, 'aws:cloudwatch/metricAlarm:MetricAlarm');
  const composites = ofType(stage, 'aws:cloudwatch/compositeAlarm:CompositeAlarm');

  it('one page and one ticket per objective', () => {
    const expected = slugs.flatMap((slug) =>
      ['page', 'ticket'].map((each) => `garbageday-${name}-slo-${slug}-${each}`),
    );
    expect(composites.map((each) => text(each, 'alarmName')).toSorted()).toEqual(expected.toSorted());
  });

  it('composites ask for alarms that exist, each for its four', () => {
    const existing = new Set(metricAlarms.map((alarm) => text(alarm, 'name')));
    for (const composite of composites) {
      const asked = [...text(composite, 'alarmRule').matchAll(/ALARM\("([^"]+)"\)/g)].map(([, each]) =>
        String(each),
      );
      expect(asked.length).toBe(4);
      expect(
        asked.filter((each) => !existing.has(each)),
        composite.name,
      ).toEqual([]);
    }
  });

  it('each window is summed as a whole, within what CloudWatch evaluates', () => {
    const burning = metricAlarms.filter((alarm) => queries(alarm).length > 0);
    expect(burning.length).toBe(slugs.length * defaultBurnRules.length * 2);
    for (const alarm of burning) {
      const [burn, total, good] = queries(alarm);
      expect(burn).toMatchObject({ returnData: true, expression: expect.stringContaining('IF(total > 0') });
      expect([total?.id, good?.id]).toEqual(['total', 'good']);
      const period = Number(total?.metric?.['period']);
      expect(good?.metric?.['period']).toBe(period);
      expect(period % 60).toBe(0);
      // PutMetricAlarm: seven days, and one day for periods under an hour.
      expect(period).toBeLessThanOrEqual(period < 3_600 ? 86_400 : 604_800);
      expect(alarm.inputs).toMatchObject({
        evaluationPeriods: 1,
        comparisonOperator: 'GreaterThanThreshold',
        treatMissingData: 'notBreaching',
      });
      // Only the composites ring.
      expect(alarm.inputs['alarmActions']).toBeUndefined();
    }
  });

  it('latency counts what was answered in time, availability what was answered', () => {
    const goodOf = (slug: string) =>
      metricAlarms
        .filter((alarm) => text(alarm, 'name').includes(slug))
        .map((alarm) => queries(alarm)[2]?.metric?.['metricName']);
    expect(new Set(goodOf('probe-availability'))).toEqual(new Set(['Good']));
    expect(new Set(goodOf('probe-latency'))).toEqual(new Set(['GoodInTime']));
  });

  it('a silent probe rings after three minutes: missing data is the breach', () => {
    expect(named(stage, 'ProbeSilent').inputs).toMatchObject({
      namespace: `GarbageDay/Probe/${name}`,
      metricName: 'Heartbeat',
      dimensions: { Service: 'wordcount', Journey: 'probe' },
      statistic: 'Sum',
      period: 60,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      threshold: 1,
      comparisonOperator: 'LessThanThreshold',
      treatMissingData: 'breaching',
    });
  });

  it.each([
    ['DeadLettersArrived', 'DeadLettersQueue'],
    ['ExperimentLettersArrived', 'ExperimentLettersQueue'],
  ])('%s rings for one letter, and again for the next', (alarm, queue) => {
    expect(named(stage, alarm).inputs).toMatchObject({
      metricName: 'NumberOfMessagesSent',
      dimensions: { QueueName: named(stage, queue).inputs['name'] ?? queue },
      threshold: 0,
      comparisonOperator: 'GreaterThanThreshold',
    });
    expect(queuesThatRingOnce(stage)).toEqual([]);
  });

  it('everything that rings also says when it is over, to the alert function, which lets it in', () => {
    const plain = ['ProbeSilent', 'DeadLettersArrived', 'ExperimentLettersArrived'];
    const ringing = [...composites, ...plain.map((each) => named(stage, each))];
    const arn = expect.stringMatching(/function:garbageday-.*-AlertFunction-/);
    for (const alarm of ringing)
      expect(alarm.inputs).toMatchObject({ alarmActions: [arn], okActions: [arn] });
    expect(named(stage, 'AlarmsInvokeAlert').inputs).toMatchObject({
      principal: 'lambda.alarms.cloudwatch.amazonaws.com',
      sourceAccount: '111122223333',
      sourceArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:garbageday-${name}-*`,
    });
  });
});

type Body = {
  widgets: {
    type: string;
    x: number;
    y: number;
    width: number;
    height: number;
    properties: { title: string };
  }[];
};

describe.each(everyStage)('the dashboard of %s', (name, stage) => {
  const body = JSON.parse(text(named(stage, 'Dashboard'), 'dashboardBody')) as Body;

  it('shows every objective, the latency, the load balancer, its servers, and chaos', () => {
    const titles = body.widgets.map(({ properties }) => properties.title);
    const burning = (name === 'production' ? ['probe'] : ['users', 'probe']).flatMap((journey) =>
      ['availability', 'latency'].map((sli) => `Burn rate: ${journey}: ${sli}`),
    );
    expect(titles).toEqual([
      'What rings',
      ...burning,
      'Latency of the probe, from the intended time',
      'At the load balancer',
      'Servers behind the load balancer',
      'Chaos',
    ]);
  });

  it('has widgets that do not overlap, within 24 columns', () => {
    const cells = body.widgets.flatMap(({ x, y, width, height }) =>
      Array.from(
        { length: width * height },
        (_, index) => `${x + (index % width)},${y + Math.floor(index / width)}`,
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...body.widgets.map(({ x, width }) => x + width))).toBe(24);
  });

  it('marks the kills over what users felt, from the log of the events', () => {
    const charts = body.widgets.filter(({ properties }) => properties.title.startsWith('Burn rate'));
    for (const chart of charts)
      expect(JSON.stringify(chart)).toContain(`["GarbageDay/Chaos/${name}","Injected"`);
    expect(named(stage, 'ChaosInjections').inputs).toMatchObject({
      logGroupName: `/aws/events/garbageday-${name}-chaos`,
      pattern: '{ $.detail.transition.state.kind = "injected" }',
    });
  });

  it('has a log that EventBridge may write to, for one rule alone', () => {
    expect(brokenLogPolicies(stage)).toEqual([]);
    expect(logsWithoutPolicy(stage)).toEqual([]);
    expect(ofType(stage, 'aws:cloudwatch/logResourcePolicy:LogResourcePolicy')).toHaveLength(1);
  });

  it('shows the alarms that ring, and no window of them', () => {
    const [first] = body.widgets as unknown as { properties: { alarms: string[] } }[];
    const composites = ofType(stage, 'aws:cloudwatch/compositeAlarm:CompositeAlarm').length;
    const groups = ofType(stage, 'aws:autoscaling/group:Group').length;
    expect(first?.properties.alarms.length).toBe(composites + 3 + groups);
  });
});
