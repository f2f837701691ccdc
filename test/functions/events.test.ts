import { experimentEvent as eventOf } from '@garbageday/aws/experiment-event.ts';
import type { ExperimentState, Transition } from '@garbageday/core/chaos/experiment.ts';
import { describe, expect, it } from 'vitest';
import { burnAlarmOf } from '../../functions/events/alarm-event.ts';
import { alertEvent } from '../../functions/events/alert-event.ts';
import { drawEvent } from '../../functions/events/draw-event.ts';
import { experimentEvent } from '../../functions/events/experiment-event.ts';
import { measureEvent } from '../../functions/events/measure-event.ts';
import { InvalidEventError, parseEvent } from '../../functions/events/parse-event.ts';
import { reportEvent } from '../../functions/events/report-event.ts';
import { terminationOf } from '../../functions/events/termination-event.ts';
import { experimentPlan, impact, lever, targetRecord } from '../fakes/experiment.ts';
import { parameterChange } from '../fixtures/parameter-change.ts';
import { stopped, terminationEvent } from '../fixtures/termination-event.ts';

const time = '2026-11-24T08:30:00Z';
const plan = experimentPlan();

const states: readonly ExperimentState[] = [
  { kind: 'drawn', plan },
  { kind: 'refused', refusal: { reason: 'no-redundancy', detail: '2 of 3', numbers: { healthy: 2 } } },
  { kind: 'claimed', target: targetRecord },
  { kind: 'baseline', fromMs: 1, toMs: 2 },
  { kind: 'injected', injectedAtMs: 3 },
  { kind: 'recovering', detectedAtMs: null },
  {
    kind: 'completed',
    impact: impact({ errors: [['reset', 2]], recoverMs: null, excess: { availability: 2, latency: 3 } }),
    judgement: { verdict: 'pass', reasons: ['no probe failed'] },
  },
  { kind: 'aborted', reason: lever, impact: null },
];

function onTheBus(detail: object) {
  return {
    version: '0',
    id: 'id',
    'detail-type': 'transition',
    source: 'garbageday',
    account: '111122223333',
    time,
    region: 'eu-central-1',
    resources: [],
    detail,
  };
}

function alarm(changes: object = {}) {
  return {
    source: 'aws.cloudwatch',
    alarmArn: 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:x',
    accountId: '111122223333',
    time: '2026-11-24T12:36:15.490+0000',
    region: 'eu-central-1',
    alarmData: {
      alarmName: 'garbageday-dev-slo-probe-availability-page',
      state: { value: 'ALARM', reason: 'burns', timestamp: '2026-11-24T12:36:15.490+0000' },
      previousState: { value: 'OK', reason: 'x', timestamp: '2026-11-24T12:00:00.000+0000' },
      configuration: { description: 'burns', alarmRule: 'ALARM("x")' },
      ...changes,
    },
  };
}

describe('what functions are sent', () => {
  it.each([
    ['draw', drawEvent, { kind: 'draw', scheduledTime: time, leadMinutes: 30 }],
    ['measure', measureEvent('checkout'), { kind: 'measure', journey: 'checkout', scheduledTime: time }],
    ['report', reportEvent, { kind: 'report', period: 'week', scheduledTime: time }],
    ["month's report", reportEvent, { kind: 'report', period: 'month', scheduledTime: time }],
    ['experiment', experimentEvent, eventOf(plan)],
    [
      'experiment with a hang',
      experimentEvent,
      eventOf(experimentPlan({ fault: 'hang', faultDurationMs: 60_000 })),
    ],
  ] as const)('%s: is taken as it is', (name, schema, event) => {
    expect(parseEvent<unknown>(schema, name, event)).toEqual(event);
  });

  it.each([
    ['another kind', { kind: 'draw', journey: 'probe', scheduledTime: time }],
    ['another journey', { kind: 'measure', journey: 'users', scheduledTime: time }],
    ['a key too many', { kind: 'measure', journey: 'probe', scheduledTime: time, rate: 5 }],
    ['no time', { kind: 'measure', journey: 'probe' }],
    [
      'a placeholder that nobody filled in',
      { kind: 'measure', journey: 'probe', scheduledTime: '<aws.scheduler.scheduled-time>' },
    ],
    ['nothing', undefined],
  ])('the function of a journey refuses %s, in one line', (_, event) => {
    const parse = () => parseEvent(measureEvent('probe'), 'measure', event);
    expect(parse).toThrow(InvalidEventError);
    expect(parse).toThrow(/^this is not a valid measure event: [^\n]+$/);
  });

  it.each([
    ['an unknown fault', { ...plan, fault: 'flood' }],
    ['a plan without a claim', { ...plan, claimKey: '' }],
    ['a limit that is none', { ...plan, hypothesis: { ...plan.hypothesis, maxP99Ms: -1 } }],
    ['a fault without an end', { ...plan, faultDurationMs: 0 }],
  ])('an experiment refuses %s', (_, wrong) => {
    const event = { kind: 'experiment', plan: wrong };
    expect(() => parseEvent(experimentEvent, 'experiment', event)).toThrow(InvalidEventError);
  });

  it.each(states)('the alert hears of $kind', (state) => {
    const transition: Transition = { experimentId: plan.id, seq: 1, atMs: 5, state };
    const detail = JSON.parse(JSON.stringify({ kind: 'transition', plan, transition }));
    expect(parseEvent(alertEvent, 'alert', onTheBus(detail))).toEqual({ source: 'garbageday', detail });
  });

  it('the alert hears of an abort from the version before, whose reason was a sentence', () => {
    const state = { kind: 'aborted', reason: lever.text, impact: null };
    const detail = {
      kind: 'transition',
      plan,
      transition: { experimentId: plan.id, seq: 1, atMs: 5, state },
    };
    expect(parseEvent(alertEvent, 'alert', onTheBus(detail))).toMatchObject({
      detail: { transition: { state: { reason: lever } } },
    });
  });

  it.each([{ kind: 'released' }, { kind: 'halted', reason: 'release day', sinceMs: 7 }])(
    'the alert hears of the lever: $kind',
    (position) => {
      const detail = { kind: 'lever', position, atMs: 8 };
      expect(parseEvent(alertEvent, 'alert', onTheBus(detail))).toEqual({ source: 'garbageday', detail });
    },
  );

  it('the alert hears from AWS that the lever was moved, and not where it is', () => {
    expect(parseEvent(alertEvent, 'alert', parameterChange('/garbageday/dev/safety-lever'))).toEqual({
      source: 'aws.ssm',
      'detail-type': 'Parameter Store Change',
      detail: { name: '/garbageday/dev/safety-lever', operation: 'Update' },
    });
  });

  it('the alert hears of an alarm, with its time in epoch milliseconds', () => {
    expect(parseEvent(alertEvent, 'alert', alarm())).toMatchObject({
      source: 'aws.cloudwatch',
      alarmData: { state: { value: 'ALARM', timestamp: Date.UTC(2026, 10, 24, 12, 36, 15, 490) } },
    });
  });

  it('the alert hears of a server that Auto Scaling has terminated', () => {
    const event = parseEvent(alertEvent, 'alert', terminationEvent());
    if (event.source !== 'aws.autoscaling') throw new Error(event.source);
    expect(terminationOf(event)).toEqual({
      instanceId: 'i-0123456789abcdef0',
      autoScalingGroup: 'garbageday-dev-web',
      zone: 'eu-central-1b',
      cause: stopped,
      startMs: Date.UTC(2026, 10, 24, 9),
    });
  });

  it('a server is gone also where AWS does not say from which zone', () => {
    const { detail, ...envelope } = terminationEvent();
    const { Details: _, ...rest } = detail;
    const event = parseEvent(alertEvent, 'alert', { ...envelope, detail: rest });
    expect(event).toMatchObject({ source: 'aws.autoscaling' });
    if (event.source === 'aws.autoscaling') expect(terminationOf(event).zone).toBe('unknown');
  });

  it.each([
    ['a launch', { ...terminationEvent(), 'detail-type': 'EC2 Instance Launch Successful' }],
    ['an event of somebody else', { ...onTheBus({}), source: 'aws.ec2' }],
    ['a state that is none', onTheBus({ kind: 'transition', plan, transition: { state: { kind: 'lost' } } })],
    ['an alarm without a time', alarm({ state: { value: 'ALARM', timestamp: 'today' } })],
  ])('the alert refuses %s', (_, event) => {
    expect(() => parseEvent(alertEvent, 'alert', event)).toThrow(InvalidEventError);
  });
});

describe('the alarm of an objective', () => {
  const slos = ['probe: availability', 'probe', 'probe: latency'];

  it.each([
    ['garbageday-dev-slo-probe-availability-page', { slo: 'probe: availability', severity: 'page' }],
    ['garbageday-dev-slo-probe-latency-ticket', { slo: 'probe: latency', severity: 'ticket' }],
    ['garbageday-dev-slo-probe-page', { slo: 'probe', severity: 'page' }],
    ['garbageday-dev-probe-silent', null],
    ['garbageday-dev-slo-gone-page', null],
    ['garbageday-dev-slo-probe-latency', null],
  ])('%s', (alarmName, expected) => {
    expect(burnAlarmOf({ alarmName }, 'garbageday-dev-slo-', slos)).toEqual(expected);
  });
});
