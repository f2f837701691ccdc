/** Where each kill is marked: only what the configuration names, by the component as it is installed. */
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { componentStage } from '@garbageday/cost/component-cost.ts';
import { functionUses } from '@garbageday/cost/functions.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { targetsWithoutDeadLetters, withoutDeadLetters } from './checks/dead-letters.ts';
import { unconfinedMutations } from './checks/permissions.ts';
import { builtPackage, diffed, edited } from './harness/example.ts';
import { named, ofType, pick, roleNamed, type Stage, stageOf, text } from './harness/stage.ts';
import { isAllowed } from './iam/is-allowed.ts';

beforeAll(builtPackage);

async function stageWith(annotations: string, more: string): Promise<Stage> {
  const config = `config: { service: 'shop', mode: 'dry-run', annotations: ${annotations} }, ${more}`;
  const edits = edited([["config: { service: 'shop', mode: 'dry-run' },", config]]);
  const diff = await diffed(edits, { Grafana: 'glsa_secret', Datadog: 'datadog-secret' });
  expect([diff.code, diff.errors]).toEqual([0, []]);
  return stageOf('production', diff);
}

function variablesOf(stage: Stage): Readonly<Record<string, unknown>> {
  return pick(named(stage, 'ChaosMarksFunction'), 'environment.variables') as Record<string, unknown>;
}

const dashboard = (name: string) => `arn:aws:cloudwatch::111122223333:dashboard/${name}`;

describe('marks in all three tools', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await stageWith(
      "{ grafana: { url: 'https://grafana.example.com' }, datadog: {}, cloudWatch: { days: 7 } }",
      "annotations: { grafanaToken: new sst.Secret('Grafana'), datadogApiKey: new sst.Secret('Datadog') },",
    );
  });

  it('are made of kills alone: the rule lets nothing else through', () => {
    const rules = ofType(stage, 'aws:cloudwatch/eventRule:EventRule');
    const patterns = rules.map((rule) => JSON.parse(text(rule, 'eventPattern')));
    expect(patterns).toContainEqual({
      source: ['garbageday'],
      'detail-type': ['transition'],
      detail: { plan: { mode: ['armed'] }, transition: { state: { kind: ['injected'] } } },
    });
  });

  it('are tried again for an hour, and then end where someone hears of it', () => {
    expect(named(stage, 'ChaosMarksFunction').inputs).toMatchObject({ timeout: 60, memorySize: 256 });
    expect(named(stage, 'ChaosMarksEventInvokeConfig').inputs).toMatchObject({
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 3_600,
    });
    expect(withoutDeadLetters(stage)).toEqual([]);
    expect(targetsWithoutDeadLetters(stage)).toEqual([]);
    const target = ofType(stage, 'aws:cloudwatch/eventTarget:EventTarget').find((each) =>
      text(each, 'arn').includes('Marks'),
    );
    expect(target?.inputs).toMatchObject({
      retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
      deadLetterConfig: { arn: expect.stringMatching(/^arn:aws:sqs:.*DeadLetters/) },
    });
  });

  it("may be put on the stage's own dashboard, and on no other", () => {
    const own = text(named(stage, 'ChaosDashboard'), 'dashboardName');
    expect(variablesOf(stage)).toMatchObject({ DASHBOARD: own });
    const { statements } = roleNamed(stage, 'ChaosMarksRole');
    const may = (action: string, name: string) =>
      isAllowed(statements, { action, resource: dashboard(name) });
    for (const action of ['cloudwatch:GetDashboard', 'cloudwatch:PutDashboard']) {
      expect(may(action, own), action).toBe(true);
      expect(may(action, 'garbageday-shop-other-overview'), action).toBe(false);
    }
    expect(may('cloudwatch:DeleteDashboards', own)).toBe(false);
    expect(unconfinedMutations(stage)).toEqual([]);
  });

  it('have tokens that are nowhere in the open', () => {
    const functions = JSON.stringify(ofType(stage, 'aws:lambda/function:Function'));
    expect(functions).not.toMatch(/glsa_secret|datadog-secret/);
  });

  it('cost what `npm run cost` prices', () => {
    const annotations = { cloudWatch: {} };
    const groups = [{ kind: 'web', name: 'web', desiredSize: 3 }] as const;
    const priced = componentStage(parseConfiguration({ service: 'shop', groups, annotations }, 'it', 'aws'));
    const memory = functionUses(priced).map(({ memoryMb }) => memoryMb);
    const deployed = ofType(stage, 'aws:lambda/function:Function').map((each) => pick(each, 'memorySize'));
    expect(deployed.toSorted()).toEqual(memory.toSorted());
  });
});

describe('marks in Grafana alone', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await stageWith("{ grafana: { url: 'https://grafana.example.com' } }", '');
  });

  it('need no secret to be deployed, and may touch no dashboard', () => {
    expect(variablesOf(stage)).not.toHaveProperty('DASHBOARD');
    const { statements } = roleNamed(stage, 'ChaosMarksRole');
    const actions = statements.flatMap((statement) => statement.actions);
    expect(actions.filter((action) => action.startsWith('cloudwatch:'))).toEqual([]);
    expect(actions).toContain('dynamodb:PutItem');
  });
});

describe('annotations that name no tool', () => {
  it('are no function, and no rule', async () => {
    const stage = await stageWith('{}', '');
    expect(stage.resources.filter(({ name }) => name.includes('Marks'))).toEqual([]);
  });
});
