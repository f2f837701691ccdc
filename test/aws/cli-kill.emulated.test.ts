import process from 'node:process';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { cloudWatchAlerts } from '@garbageday/aws/burn-alerts.ts';
import { ec2FaultInjector } from '@garbageday/aws/fault-injector.ts';
import { ec2Fleet } from '@garbageday/aws/fleet.ts';
import { ssmSafetyLever } from '@garbageday/aws/safety-lever.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import type { ExperimentPlan, ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { experimentSettingsOf } from '@garbageday/core/chaos/experiment-settings.ts';
import { runExperiment } from '@garbageday/core/chaos/run-experiment.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { experimentEvent } from '../../functions/events/experiment-event.ts';
import { parseEvent } from '../../functions/events/parse-event.ts';
import { run } from '../cli/run.ts';
import { sampleSlice } from '../contract/sample-slice.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { impact, targetRecord } from '../fakes/experiment.ts';
import { freshCounts } from '../fakes/fresh-counts.ts';
import { journalSteps } from '../fakes/journal-steps.ts';
import { type DeployedStage, deployStage } from './fixtures/deployed-stage.ts';
import { lambdaStandIn } from './fixtures/lambda-stand-in.ts';

let clients: AwsClients;

beforeAll(() => {
  clients = awsClients();
});

const clock = systemClock();

function kill({ stage }: Pick<DeployedStage, 'stage'>, ...argv: string[]) {
  return run(['kill', ...argv, '--platform', 'aws', '--stage', stage], { cwd: temporaryDirectory() });
}

/** What the durable function does, with this process for its steps: the real gate, on the emulators. */
function experimentOf(stage: DeployedStage) {
  const configuration = parseConfiguration({}, 'the defaults');
  return async (plan: ExperimentPlan): Promise<void> => {
    const minute = {
      sliceSeconds: 60,
      baselineMs: 300_000,
      settleMs: 0,
      pollMs: 10,
      recoverTimeoutMs: 1_000,
    };
    const lever = ssmSafetyLever({ ...clients, name: `/garbageday/${stage.stage}/safety-lever`, clock });
    await runExperiment(
      {
        ...{ clock, lever, ledger: stage.ledger, events: { publish: async () => {} } },
        fleet: ec2Fleet({ ...clients, ...stage, clock }),
        injector: ec2FaultInjector({ ...clients, ...stage, clock }),
        alerts: cloudWatchAlerts({ ...clients, prefix: stage.alarmPrefix }),
        steps: journalSteps(clock, new Map()).steps,
        windowCounts: freshCounts(stage.ledger),
      },
      plan,
      experimentSettingsOf(configuration, plan.group, { ...minute, schedule: null }),
    );
  };
}

/** A probe that has been looking for ten minutes, and saw nothing bad. */
async function measured({ ledger }: DeployedStage): Promise<void> {
  const thisMinute = Math.floor(Date.now() / 60_000) * 60_000;
  for (let minute = 1; minute <= 10; minute += 1) {
    const startMs = thisMinute - minute * 60_000;
    const counts = { good: 600, total: 600 };
    const fine = { availability: counts, latency: counts, errors: [], lagP99Ms: 1 };
    await ledger.putSlice(sampleSlice({ ...fine, startMs, widthSeconds: 60 }));
  }
}

type Record = (plan: ExperimentPlan, seq: number, state: ExperimentState) => Promise<void>;

function recorderOf({ ledger }: DeployedStage): Record {
  return (plan, seq, state) =>
    ledger.recordTransition({ experimentId: plan.id, seq, atMs: Date.now(), state });
}

async function instancesOf(stage: DeployedStage): Promise<readonly string[]> {
  const groups = await ec2Fleet({ ...clients, ...stage, clock }).groups();
  return groups.flatMap(({ instances }) => instances.map(({ id }) => id)).toSorted();
}

describe('kill in a stage', () => {
  it('is a dry run unless it is armed: the stage checks everything, chooses, and hits nobody', async () => {
    const stage = await deployStage(clients);
    await measured(stage);
    const before = await instancesOf(stage);
    const { invocations } = await lambdaStandIn(experimentOf(stage));
    const { code, stdout, stderr } = await kill(stage, 'web');
    expect(stdout).toMatch(
      /^Dry run: termination of i-\w+ in zone eu-central-1[abc] \(web\) would go ahead\. With --armed it is real\.\n$/,
    );
    expect(stderr).toMatch(
      /^kill-\S+ has been started in the stage test-\w+ \(eu-central-1\) …\n {2}started; running the checks/,
    );
    expect(code).toBe(0);
    expect(await instancesOf(stage)).toEqual(before);
    expect(invocations).toHaveLength(1);
    const [invocation] = invocations;
    expect(invocation).toMatchObject({
      functionName: stage.experimentArn,
      type: 'Event',
      event: { kind: 'experiment', plan: { group: 'web', fault: 'terminate', mode: 'dry-run', role: 'any' } },
    });
    expect(invocation?.event.plan.claimKey).toBe(invocation?.event.plan.id);
    expect(invocation?.executionName).toBe(invocation?.event.plan.id);
    // What the durable function itself asks of its event.
    expect(parseEvent(experimentEvent, 'experiment', invocation?.event)).toEqual(invocation?.event);
  });

  it('is refused by the stage with its reason, and exit code 3', async () => {
    const stage = await deployStage(clients);
    await lambdaStandIn(experimentOf(stage));
    const refused = await kill(stage, 'data', '--armed');
    expect(refused.stdout).toMatch(/^Refused \(probe blind\): /);
    expect(refused.code).toBe(3);
    await measured(stage);
    await run(['halt', 'why not', '--platform', 'aws', '--stage', stage.stage], {
      cwd: temporaryDirectory(),
    });
    const halted = await kill(stage, 'data', '--armed', '--json');
    expect(JSON.parse(halted.stdout)).toMatchObject({
      schema: 'garbageday/kill@1',
      experimentId: expect.stringMatching(/^kill-/),
      outcome: { kind: 'refused', refusal: { reason: 'safety-lever' } },
    });
    expect(halted.code).toBe(3);
  });

  it('is refused by the stage when EC2 does not have the fault, and hits nobody', async () => {
    const stage = await deployStage(clients);
    await measured(stage);
    const before = await instancesOf(stage);
    await lambdaStandIn(experimentOf(stage));
    const { code, stdout } = await kill(stage, 'web', '--fault', 'hang', '--armed');
    expect(stdout).toBe(
      'Refused (unsupported fault): The platform cannot inject the fault hang; it supports: terminate, power-cut.\n',
    );
    expect(code).toBe(3);
    expect(await instancesOf(stage)).toEqual(before);
  });

  it.each([
    ['pass', 0, 'Passed'],
    ['fail', 1, 'Failed'],
    ['inconclusive', 3, 'Proves nothing'],
  ] as const)('that is armed is followed to its verdict: %s is exit code %d', async (verdict, code, word) => {
    const stage = await deployStage(clients);
    const record = recorderOf(stage);
    await lambdaStandIn(async (plan) => {
      await record(plan, 0, { kind: 'drawn', plan });
      await record(plan, 1, { kind: 'claimed', target: targetRecord });
      await record(plan, 2, { kind: 'baseline', fromMs: 0, toMs: 1 });
      await record(plan, 3, { kind: 'injected', injectedAtMs: Date.UTC(2026, 10, 24, 12) });
      await record(plan, 4, { kind: 'recovering', detectedAtMs: Date.UTC(2026, 10, 24, 12, 0, 9) });
      const judgement = { verdict, reasons: ['so it was'] };
      await record(plan, 5, { kind: 'completed', impact: impact(), judgement });
    });
    const killed = await kill(stage, 'web', '--armed', '--fault', 'power-cut');
    expect(killed.stdout).toMatch(new RegExp(`^${word}: .* web-a in zone a \\(web, i-web-a\\)\\n`));
    expect(killed.stdout).toContain('0 of 100 probes failed');
    expect(killed.stderr.split('\n').slice(1)).toEqual([
      '  started; running the checks',
      '  target: web-a in zone a (web, i-web-a)',
      '  injected at 2026-11-24 12:00:00 UTC',
      '  taken out of service at 2026-11-24 12:00:09 UTC; waiting for the group to be whole again',
      '',
    ]);
    expect(killed.code).toBe(code);
  });

  it('goes on in the stage when somebody presses Ctrl-C, and says how to see it and how to end it', async () => {
    const stage = await deployStage(clients);
    const record = recorderOf(stage);
    await lambdaStandIn(async (plan) => {
      await record(plan, 0, { kind: 'drawn', plan });
      process.emit('SIGINT');
    });
    const { code, stdout, stderr } = await kill(stage, 'web', '--armed', '--json');
    const where = `--platform aws --stage ${stage.stage}`;
    expect(stderr).toMatch(/kill-\S+ goes on in the stage \S+ without you/);
    expect(stderr).toContain(`\`garbageday status ${where}\``);
    expect(stderr).toContain(`\`garbageday halt ${where}\``);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'garbageday/kill@1', outcome: null });
    expect(code).toBe(3);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  it('that hangs up in the middle leaves open whether it began', async () => {
    const stage = await deployStage(clients);
    const { invocations } = await lambdaStandIn(async () => {}, 'hang-up');
    const { code, stderr } = await kill(stage, 'web', '--armed');
    expect(stderr).toMatch(/whether kill-\S+ began is not known; `garbageday status --platform aws --stage/);
    expect(code).toBe(3);
    // Tried again under the same name, so that at most one of them is an execution.
    expect(new Set(invocations.map(({ executionName }) => executionName)).size).toBe(1);
  });
});

describe('a kill that cannot be', () => {
  it.each([
    [
      'of a group that is not there',
      ['wbe'],
      /^garbageday: unknown group "wbe"; did you mean "web"\? known: web, data\n$/,
    ],
    [
      'of a group that only HAProxy has',
      ['load-balancer'],
      /unknown group "load-balancer"; known: web, data/,
    ],
  ])('%s is one line, exit code 2, and asks nobody', async (_name, argv, line) => {
    const stage = await deployStage(clients);
    const { invocations } = await lambdaStandIn(async () => {});
    const { code, stderr, stdout } = await kill(stage, '--armed', ...argv);
    expect(stderr).toMatch(line);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(invocations).toHaveLength(0);
  });

  it.each([
    [
      'denied',
      { status: 403, code: 'AccessDeniedException', message: 'not authorized' },
      /permission denied \(not authorized\); add the permission/,
    ],
    [
      'of a function that is gone',
      { status: 404, code: 'ResourceNotFoundException', message: 'Function not found' },
      /it does not exist here \(Function not found\); deploy the stage/,
    ],
  ])('%s is one line, and exit code 2', async (_name, refusal, line) => {
    const stage = await deployStage(clients);
    await lambdaStandIn(async () => {}, refusal);
    const { code, stderr } = await kill(stage, 'web', '--armed');
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
});
