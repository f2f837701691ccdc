import { deployed, needingUsers, platformOf, withoutUsers } from '@garbageday/aws/deployed.ts';
import type { Termination } from '@garbageday/aws/loss-of-termination.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import type { FiringAlert } from '@garbageday/core/ports.ts';
import type { SlackNotifier } from '@garbageday/slack/slack-notifier.ts';
import { describe, expect, it } from 'vitest';
import { alertChange } from '../../functions/alert-change.ts';
import { cloudPace } from '../../functions/cloud-pace.ts';
import { alertEvent } from '../../functions/events/alert-event.ts';
import { parseEvent } from '../../functions/events/parse-event.ts';
import { tell } from '../../functions/tell.ts';
import { assertTold, NotToldError } from '../../functions/told.ts';
import { configuration, groupConfiguration } from '../fakes/configuration.ts';
import { experimentPlan, lever, targetRecord } from '../fakes/experiment.ts';
import { recordOther } from '../fakes/play-experiment.ts';
import { simulatedWorld, worldStartMs } from '../fakes/simulated-world.ts';
import { parameterChange } from '../fixtures/parameter-change.ts';
import { refreshed, scaledIn, terminationEvent } from '../fixtures/termination-event.ts';

const posted = { kind: 'posted', posted: 1, dropped: [] } as const;

/** Writes down what Slack is asked to tell. */
function recordingSlack() {
  const told: (readonly [kind: string, what: unknown])[] = [];
  const note = (kind: string) => async (what?: unknown) => {
    told.push([kind, what]);
    return posted;
  };
  const slack: SlackNotifier = {
    report: note('report'),
    alert: note('alert'),
    experiment: note('experiment'),
    notice: note('notice'),
    flush: note('flush'),
  };
  return { told, slack };
}

function alarm(alarmName: string, value: string) {
  return {
    source: 'aws.cloudwatch',
    alarmArn: 'arn',
    alarmData: {
      alarmName,
      state: { value, timestamp: '2026-11-23T09:00:30.000+0000' },
      configuration: { description: 'The probe has written no slice for three minutes' },
    },
  };
}

const fleet = [{ group: 'web', autoScalingGroups: ['garbageday-dev-web'], targetGroupArns: [] }];

const halted = { kind: 'halted', reason: 'customers are calling', sinceMs: 0 } as const;

const burning: FiringAlert = { slo: 'probe-availability', severity: 'page', burn: 20 };

const claimed: ExperimentState = { kind: 'claimed', target: targetRecord };

async function ring(
  event: unknown,
  firing: () => Promise<readonly FiringAlert[]> = async () => [burning],
  states: readonly ExperimentState[] = [claimed],
) {
  const world = simulatedWorld({ probeAt: () => ({ error: 'reset' }) });
  await world.clock.sleep(30_000);
  await recordOther(world, states, {
    id: 'web-2026-11-23',
    group: 'web',
  });
  const { told, slack } = recordingSlack();
  const missing: unknown[] = [];
  const terminations: (readonly [instanceId: string, isLoss: boolean])[] = [];
  const ports = {
    ...world,
    alerts: { ringing: firing },
    slack,
    configuration: configuration(),
    alarmPrefix: 'garbageday-dev-slo-',
    onMissing: (error: unknown) => missing.push(error),
    fleet,
    onTermination: ({ instanceId }: Termination, isLoss: boolean) => terminations.push([instanceId, isLoss]),
    lastLeverMove: async () => ({ position: halted, movedAtMs: 1_234 }),
  };
  await tell(ports, parseEvent(alertEvent, 'alert', event));
  const recorded = await world.ledger.losses({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
  return { told, missing, terminations, recorded, nowMs: world.clock.now() };
}

/** Of an alarm while the ledger's slices cannot be read. */
async function unread() {
  const world = simulatedWorld({ probeAt: () => ({ error: 'reset' }) });
  const slices = async function* () {
    await Promise.reject(new Error('throttled'));
    yield [];
  };
  const ports = {
    ...{ clock: world.clock, ledger: { ...world.ledger, slices }, configuration: configuration() },
    ...{ alerts: { ringing: async () => [] }, onMissing: () => {} },
  };
  return alertChange(ports, { slo: 'probe-availability', severity: 'page', state: 'firing', atMs: 0 });
}

describe('the alert', () => {
  it('asks where the lever is when AWS says that it was moved, and tells that with the time of the move', async () => {
    const { told } = await ring(parameterChange('/garbageday/dev/safety-lever'));
    expect(told).toEqual([['experiment', { kind: 'lever', position: halted, atMs: 1_234 }]]);
  });

  it('says what burns, above what it rings, how fast in both windows, what is left, and which experiment runs', async () => {
    const { told, missing } = await ring(alarm('garbageday-dev-slo-probe-availability-page', 'ALARM'));
    expect(told).toEqual([
      [
        'alert',
        {
          service: 'wordcount',
          slo: 'probe-availability',
          severity: 'page',
          state: 'firing',
          atMs: Date.UTC(2026, 10, 23, 9, 0, 30),
          objective: 0.999,
          window: '30d',
          // Of the two rules that page and fire, the one with the higher factor: every probe failed.
          rule: {
            ...{ longSeconds: 3_600, shortSeconds: 300 },
            factor: expect.closeTo(14.4, 9),
            long: expect.closeTo(1_000, 6),
            short: expect.closeTo(1_000, 6),
          },
          burn: expect.closeTo(1_000, 6),
          ringing: [burning],
          // Of what the window holds, not of the few events of a new installation.
          remaining: expect.closeTo(0.9888, 4),
          exhaustedInSeconds: expect.closeTo(2_563, 0),
          note: 'Under way: the experiment web-2026-11-23 (terminate of web).',
        },
      ],
    ]);
    expect(missing).toEqual([]);
  });

  it('names its fastest rule without rates when the ledger cannot be read', async () => {
    const change = await unread();
    expect(change).toMatchObject({
      rule: { longSeconds: 3_600, shortSeconds: 300, long: null, short: null },
      ...{ objective: 0.999, burn: null, remaining: null, exhaustedInSeconds: null },
    });
    expect(change.rule?.factor).toBeCloseTo(14.4, 9);
  });

  it('is told without a figure that cannot be had', async () => {
    const throttled = () => Promise.reject(new Error('throttled'));
    const { told, missing } = await ring(
      alarm('garbageday-dev-slo-probe-availability-page', 'ALARM'),
      throttled,
    );
    expect(told[0]).toEqual(['alert', expect.objectContaining({ ringing: null, state: 'firing' })]);
    expect(missing).toEqual([new Error('throttled')]);
  });

  it.each([
    ['resolved', alarm('garbageday-dev-slo-probe-availability-ticket', 'OK'), 'alert', { state: 'resolved' }],
    [
      'about no objective',
      alarm('garbageday-dev-probe-silent', 'ALARM'),
      'notice',
      { name: 'garbageday-dev-probe-silent', state: 'firing', text: expect.stringContaining('no slice') },
    ],
  ])('tells an alarm that is %s', async (_, event, kind, what) => {
    expect((await ring(event)).told).toEqual([[kind, expect.objectContaining(what)]]);
  });

  it('tells nothing new when an alarm has lost its data', async () => {
    const { told } = await ring(alarm('garbageday-dev-slo-probe-availability-page', 'INSUFFICIENT_DATA'));
    expect(told).toEqual([['flush', undefined]]);
  });

  it('hands on what happens to an experiment', async () => {
    const plan = experimentPlan();
    const transition = {
      experimentId: plan.id,
      seq: 3,
      atMs: 5,
      state: { kind: 'injected', injectedAtMs: 5 },
    };
    const detail = { kind: 'transition', plan, transition };
    expect((await ring({ source: 'garbageday', detail })).told).toEqual([['experiment', detail]]);
  });
});

describe('a server that Auto Scaling has terminated', () => {
  const startMs = worldStartMs + 30_000;

  it('was lost when no experiment had hit it: that is recorded, and Slack is told nothing', async () => {
    const { told, recorded, terminations, nowMs } = await ring(terminationEvent({ startMs }));
    expect(recorded?.sinceMs).toBe(nowMs);
    expect(recorded?.losses).toMatchObject([
      { instanceId: 'i-0123456789abcdef0', group: 'web', zone: 'eu-central-1b', atMs: startMs },
    ]);
    expect(told).toEqual([['flush', undefined]]);
    expect(terminations).toEqual([['i-0123456789abcdef0', true]]);
  });

  const spared: ExperimentState = { kind: 'aborted', reason: lever, impact: null };
  it.each([
    ['nobody knows what came of that', [claimed]],
    ['it was spared', [claimed, spared]],
  ])('was lost when an experiment had chosen it and %s', async (_, states) => {
    const event = terminationEvent({ startMs, instanceId: targetRecord.instanceId });
    const { recorded } = await ring(event, undefined, states);
    expect(recorded?.losses).toMatchObject([{ instanceId: targetRecord.instanceId, atMs: startMs }]);
  });

  it('was not lost when a fault was injected into it', async () => {
    const event = terminationEvent({ startMs, instanceId: targetRecord.instanceId });
    const injected: ExperimentState = { kind: 'injected', injectedAtMs: startMs - 20_000 };
    const { recorded, terminations } = await ring(event, undefined, [claimed, injected]);
    expect(recorded?.losses).toEqual([]);
    expect(terminations).toEqual([[targetRecord.instanceId, false]]);
  });

  it.each([
    ['let go by a rollout', terminationEvent({ startMs, cause: refreshed })],
    ['let go by a smaller group', terminationEvent({ startMs, cause: scaledIn })],
    ['of another stage', terminationEvent({ startMs, group: 'garbageday-other-web' })],
  ])('was not lost when it was %s', async (_, event) => {
    const { told, recorded, terminations } = await ring(event);
    expect(recorded?.losses).toEqual([]);
    expect(told).toEqual([['flush', undefined]]);
    expect(terminations).toEqual([[event.detail.EC2InstanceId, false]]);
  });
});

describe('what became of it', () => {
  it('is a failure only when Slack would not take it', () => {
    const outcome = { kind: 'not-configured', reason: 'no webhook' } as const;
    expect(assertTold(outcome)).toBe(outcome);
    const kept = { kind: 'kept', posted: 0, dropped: [], reason: 'HTTP 503' } as const;
    expect(() => assertTold(kept)).toThrow(NotToldError);
  });
});

describe('the pace of AWS', () => {
  it.each([
    ['20 minutes at least', 30_000, 20],
    ['twice what should do', 12 * 60_000, 24],
    ['never so long that the experiment would not end', 90 * 60_000, 90],
  ])('waits for a recovery %s', (_, maxRecoverMs, minutes) => {
    const hypothesis = { maxBadProbes: 0, maxP99Ms: 500, maxRecoverMs };
    const configured = configuration({ groups: [groupConfiguration({ hypothesis })] });
    expect(cloudPace(configured, 'web').recoverTimeoutMs).toBe(minutes * 60_000);
    expect(cloudPace(configured, 'web').schedule).toBe(configured.schedule);
  });
});

describe('what is deployed', () => {
  it.each([
    ['ALB', ['web', 'data']],
    ['HAProxy', ['web', 'data', 'lb']],
  ])('behind %s', (lb, groups) => {
    const fleet = groups.map((group) => ({ group, autoScalingGroups: ['x'], targetGroupArns: [] }));
    const there = deployed(configuration(), fleet);
    expect(there.groups.map(({ name }) => name)).toEqual(groups);
    expect(platformOf(there)).toEqual({ name: 'aws', lb, data: 'MongoDB' });
  });

  it('without users names the composites that need what is promised to them', () => {
    const [users = '', probe = '', latency = ''] = configuration().slos.map(({ name }) => name);
    const composite = (name: string, members: readonly string[]) => ({
      ...{ name, objective: 0.9, window: '30d', timeZone: 'UTC' },
      members: members.map((slo) => ({ slo, weight: 1 })),
    });
    const composites = [composite('all', [users, probe]), composite('ours', [probe, latency])];
    expect(needingUsers(configuration({ composites }))).toEqual([{ name: 'all', needs: [users] }]);
  });

  it('without users promises them nothing, nor anything that is made of such promises', () => {
    const [users = '', probe = '', latency = ''] = configuration().slos.map(({ name }) => name);
    const composite = (name: string, members: readonly string[]) => ({
      ...{ name, objective: 0.9, window: '30d', timeZone: 'UTC' },
      members: members.map((slo) => ({ slo, weight: 1 })),
    });
    const composites = [composite('all', [users, probe]), composite('ours', [probe, latency])];
    const there = withoutUsers(configuration({ composites }));
    expect(there.slos.map(({ journey }) => journey)).toEqual(['probe', 'probe']);
    expect(there.composites.map(({ name }) => name)).toEqual(['ours']);
  });
});
