import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { deployed } from '@garbageday/aws/deployed.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { toReportDocument } from '@garbageday/render/json/report-document.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { sampleSlice } from '../contract/sample-slice.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { experimentPlan, impact, targetRecord } from '../fakes/experiment.ts';
import { memoryLedger } from '../fakes/memory-ledger.ts';
import { deployStage } from './fixtures/deployed-stage.ts';

let clients: AwsClients;

beforeAll(() => {
  clients = awsClients();
});

/** The last whole hour: two hours of slices before it, one of them bad, and a kill. */
const toMs = Math.floor(Date.now() / (60 * minuteMs)) * 60 * minuteMs;

async function twoHours(ledger: Ledger): Promise<void> {
  const fine = { good: 600, total: 600 };
  for (let minute = 1; minute <= 120; minute += 1) {
    const counts = minute === 30 ? { good: 590, total: 600 } : fine;
    const times = { startMs: toMs - minute * minuteMs, widthSeconds: 60, lagP99Ms: 1 };
    await ledger.putSlice(sampleSlice({ ...times, availability: counts, latency: counts }));
  }
  const injectedAtMs = toMs - 30 * minuteMs;
  const plan = experimentPlan({ id: 'web-1', plannedAtMs: injectedAtMs });
  const judgement = { verdict: 'pass', reasons: [] } as const;
  const states = [
    { kind: 'drawn', plan },
    { kind: 'claimed', target: targetRecord },
    { kind: 'injected', injectedAtMs },
    { kind: 'completed', judgement, impact: impact({ fromMs: injectedAtMs, toMs: injectedAtMs + minuteMs }) },
  ] as const;
  for (const [seq, state] of states.entries())
    await ledger.recordTransition({ experimentId: plan.id, seq, atMs: injectedAtMs + seq, state });
}

const now = new Date(toMs).toISOString().replace('.000', '');

function reportOf(stage: string, ...argv: string[]) {
  const cwd = temporaryDirectory();
  const asked = ['report', '--now', now, ...argv, '--platform', 'aws', '--stage', stage];
  return run(asked, { cwd }).then((ran) => ({ ...ran, cwd }));
}

describe('the report of a stage', () => {
  it('says what its ledger says: the same document as from any other ledger', async () => {
    const { stage, ledger, groups } = await deployStage(clients);
    const other = memoryLedger();
    await Promise.all([twoHours(ledger), twoHours(other)]);
    const { code, stdout, stderr } = await reportOf(stage, '--window', '2h', '--json');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const expected = await readReport(
      { ledger: other },
      {
        configuration: deployed(parseConfiguration({}, 'the defaults'), groups),
        ...{ kind: 'window', fromMs: toMs - 120 * minuteMs, toMs, excluded: [], timeZone: 'UTC' },
        platform: { name: 'aws', lb: 'ALB', data: 'MongoDB' },
      },
    );
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(toReportDocument(expected))));
    expect(JSON.parse(stdout).schema).toBe('garbageday/report@2');
  });

  it('is of the last day where no window is asked for, and may be a page in a file', async () => {
    const { stage, ledger } = await deployStage(clients);
    await twoHours(ledger);
    const { stdout, cwd, code } = await reportOf(stage, '--format', 'html', '--output', 'report.html');
    expect(stdout).toBe('Wrote report.html\n');
    expect(code).toBe(0);
    expect(existsSync(join(cwd, 'report.html'))).toBe(true);
    expect(readFileSync(join(cwd, 'report.html'), 'utf8')).toContain('web-a');
  });

  it('of a stage in which nothing has been measured says that, instead of 100%', async () => {
    const { stage } = await deployStage(clients);
    const { stdout, code } = await reportOf(stage, '--json');
    expect(code).toBe(0);
    expect(stdout).toContain('"no-data"');
    expect(stdout).not.toContain('NaN');
  });
});
