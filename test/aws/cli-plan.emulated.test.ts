import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { deployed } from '@garbageday/aws/deployed.ts';
import { ec2Faults } from '@garbageday/aws/ec2-faults.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { drawOnce } from '@garbageday/core/chaos/draw-once.ts';
import { dayMs, hourMs } from '@garbageday/core/time/durations.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { experimentPlan, targetRecord } from '../fakes/experiment.ts';
import { type DeployedStage, deployStage } from './fixtures/deployed-stage.ts';

let clients: AwsClients;

beforeAll(() => {
  clients = awsClients();
});

/** A Wednesday, before the window of the default schedule (09:00 to 15:00 UTC) opens. The ledger looks no further than tomorrow. */
function wednesday(): number {
  const today = Math.floor(Date.now() / dayMs) * dayMs;
  const day = new Date(today).getUTCDay();
  return today - ((day + 4) % 7) * dayMs + 8 * hourMs;
}

function planOf({ stage }: Pick<DeployedStage, 'stage'>, nowMs: number, ...argv: string[]) {
  return run(['plan', '--platform', 'aws', '--stage', stage, ...argv], {
    cwd: temporaryDirectory(),
    now: () => nowMs,
  });
}

async function recordKill({ ledger }: DeployedStage, atMs: number): Promise<void> {
  const plan = experimentPlan({ id: `web-${atMs}`, plannedAtMs: atMs });
  const record = (seq: number, state: Parameters<typeof ledger.recordTransition>[0]['state']) =>
    ledger.recordTransition({ experimentId: plan.id, seq, atMs: atMs + seq, state });
  await record(0, { kind: 'drawn', plan });
  await record(1, { kind: 'claimed', target: targetRecord });
  await record(2, { kind: 'injected', injectedAtMs: atMs + 2 });
}

type Draw = { group: string; kind: string; at?: string; reason?: string };
function drawsOf(stdout: string, day: number): Draw[] {
  return JSON.parse(stdout).days[day].draws;
}

describe('the plan of a stage', () => {
  it("draws with the stage's name, as the stage's own draw does", async () => {
    const stage = await deployStage(clients);
    const nowMs = wednesday();
    const { stdout, code } = await planOf(stage, nowMs, '--days', '1', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).seed).toBe(stage.stage);
    const configuration = deployed(parseConfiguration({}, 'the defaults'), stage.groups);
    const request = {
      configuration,
      salt: stage.stage,
      supportedFaults: ec2Faults,
      fromMs: nowMs + hourMs,
      nowMs,
    };
    const { draws } = await drawOnce(stage.ledger, request);
    const expected = draws.map(({ draw }) =>
      draw.kind === 'kill' ? [draw.group, new Date(draw.atMs).toISOString()] : [draw.group, draw.reason],
    );
    expect(drawsOf(stdout, 0).map(({ group, at, reason }) => [group, at ?? reason])).toEqual(expected);
  });

  it('lets what was killed before cool down', async () => {
    const stage = await deployStage(clients);
    const nowMs = wednesday();
    await recordKill(stage, nowMs - dayMs + 2 * hourMs);
    const { stdout } = await planOf(stage, nowMs, '--days', '1', '--json');
    expect(drawsOf(stdout, 0).find(({ group }) => group === 'web')).toMatchObject({ reason: 'cooldown' });
  });

  it('shows the same today in the evening as in the morning, whatever died in between', async () => {
    const stage = await deployStage(clients);
    const morning = wednesday();
    const before = await planOf(stage, morning, '--days', '1', '--json');
    await recordKill(stage, morning + 3 * hourMs);
    const after = await planOf(stage, morning + 10 * hourMs, '--days', '1', '--json');
    expect(drawsOf(after.stdout, 0)).toEqual(drawsOf(before.stdout, 0));
  });

  it("says that the stage's lever is pulled", async () => {
    const stage = await deployStage(clients);
    await run(['halt', 'why not', '--platform', 'aws', '--stage', stage.stage], {
      cwd: temporaryDirectory(),
    });
    const { stdout } = await planOf(stage, wednesday());
    expect(stdout).toContain('Halted (why not): every kill would be refused');
  });
});
