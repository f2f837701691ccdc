/** What functions/specs.ts says of each function, held against what is in the function's own bundle. */
import { resolve } from 'node:path';
import { actionsOf, type FunctionSpec, variablesOf } from '@garbageday/aws/contract/function-spec.ts';
import type { PortName } from '@garbageday/aws/contract/ports.ts';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { ShapeBeyond, ShapeOf } from '../../functions/environment/variables-of.ts';
import { specs } from '../../functions/specs.ts';
import { callsWithoutGrant, grantsWithoutCall } from '../fixtures/actions-of-calls.ts';
import { type BuiltFunctions, buildFunctions, functionNames } from '../fixtures/build-functions.ts';
import { callsIn, filesIn } from '../fixtures/bundled-calls.ts';

/** Where each port's adapter is. */
const adapters: Readonly<Record<PortName, string>> = {
  ledger: 'packages/aws/src/ledger.ts',
  slices: 'packages/aws/src/slice-writer.ts',
  outbox: 'packages/aws/src/dynamo-outbox.ts',
  fleet: 'packages/aws/src/fleet.ts',
  injector: 'packages/aws/src/fault-injector.ts',
  lever: 'packages/aws/src/safety-lever.ts',
  alerts: 'packages/aws/src/burn-alerts.ts',
  stopAlarms: 'packages/aws/src/stop-alarms.ts',
  events: 'packages/aws/src/chaos-events.ts',
  metrics: 'packages/aws/src/metrics.ts',
  albMetrics: 'packages/aws/src/alb-metrics.ts',
  albLogs: 'packages/aws/src/alb-logs.ts',
  scheduler: 'packages/aws/src/experiment-scheduler.ts',
  site: 'packages/aws/src/site-bucket.ts',
  roles: 'packages/aws/src/asked-roles.ts',
  serverCommands: 'packages/aws/src/role-commands.ts',
  markClaims: 'packages/aws/src/mark-claims.ts',
  grafana: 'packages/annotations/src/grafana.ts',
  datadog: 'packages/annotations/src/datadog.ts',
  dashboard: 'packages/aws/src/stage-dashboard.ts',
  otlp: 'packages/otlp/src/export-once.ts',
  slack: 'packages/slack/src/slack-notifier.ts',
};

let built: BuiltFunctions;

beforeAll(async () => {
  built = await buildFunctions();
}, 120_000);

afterAll(() => built?.remove());

const callsOf = (name: keyof typeof specs) => callsIn(built.metafileOf(name));

describe.each(functionNames)('the spec of %s', (name) => {
  const spec: FunctionSpec = specs[name];

  it('grants nothing that its bundle cannot call', () => {
    expect(grantsWithoutCall(actionsOf(spec), callsOf(name))).toEqual([]);
  });

  it('grants all that its bundle can call', () => {
    expect(callsWithoutGrant(actionsOf(spec), callsOf(name))).toEqual([]);
  });

  it('names the ports whose adapters are in its bundle', () => {
    const files = filesIn(built.metafileOf(name));
    // The ledger's adapter writes its slices by that of `slices`.
    const isPart = (port: string) => port === 'slices' && files.includes(adapters.ledger);
    const there = Object.entries(adapters).filter(
      ([port, adapter]) => files.includes(adapter) && !isPart(port),
    );
    expect(there.map(([port]) => port).toSorted()).toEqual(spec.ports.toSorted());
  });

  it('names its own handler', () => expect(spec.handler).toBe(`functions/${name}.handler`));
});

describe('a spec', () => {
  it('is there for every function, and for no other', () => {
    expect(Object.keys(specs).toSorted()).toEqual([...functionNames].toSorted());
  });

  it("of the alert has what the reporter's has, whose ports it uses", () => {
    expect(variablesOf(specs.alert)).toEqual(expect.arrayContaining([...variablesOf(specs.reporter)]));
  });
});

describe('planted', () => {
  const withPorts = (spec: FunctionSpec, ports: readonly PortName[]): FunctionSpec => ({ ...spec, ports });

  it.each([
    ['lever', ['ssm:GetParameter']],
    ['injector', ['dynamodb:GetItem', 'dynamodb:Query', 'ec2:DescribeInstances', 'ec2:TerminateInstances']],
    ['scheduler', ['scheduler:CreateSchedule', 'iam:PassRole']],
  ] as const)('a port that the probe does not use is found by its grants: %s', (port, actions) => {
    const planted = withPorts(specs.probe, [...specs.probe.ports, port]);
    expect(grantsWithoutCall(actionsOf(planted), callsOf('probe'))).toEqual(actions);
  });

  it.each([
    ['chaos', 'injector', ['ec2:TerminateInstances']],
    ['chaos', 'events', ['events:PutEvents']],
    ['chaos', 'roles', ['lambda:InvokeFunction']],
    ['roles', 'serverCommands', ['ssm:GetCommandInvocation', 'ssm:SendCommand']],
    ['alert', 'lever', ['ssm:GetParameter']],
    ['draw', 'scheduler', ['scheduler:CreateSchedule', 'iam:PassRole']],
  ] as const)('%s without its port %s is found by its calls', (name, port, actions) => {
    const without = specs[name].ports.filter((each) => each !== port);
    expect(callsWithoutGrant(actionsOf(withPorts(specs[name], without)), callsOf(name))).toEqual(actions);
  });

  const bundleOf = async (code: string) => {
    const { metafile } = await build({
      stdin: { contents: code, resolveDir: resolve(import.meta.dirname, '../..') },
      ...{ bundle: true, metafile: true, write: false, minify: true, keepNames: true },
      ...{ platform: 'node', format: 'esm', mainFields: ['module', 'main'], logLevel: 'error' },
    });
    return callsIn(metafile);
  };

  it('a call in the code is found, and what was only imported is not', async () => {
    const calls = await bundleOf(`
      import { DeleteTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
      export const handler = () => new DynamoDBClient({}).send(new DeleteTableCommand({}));`);
    expect(calls).toEqual(['DeleteTable']);
    expect(callsWithoutGrant(actionsOf(specs.probe), calls)).toEqual(['an action for DeleteTable']);
  });

  it("a call of Lambda is the durable SDK's, unless something else makes one", async () => {
    const durable = `import { withDurableExecution } from '@aws/durable-execution-sdk-js';
      export const handler = withDurableExecution(() => {});`;
    expect(await bundleOf(durable)).toEqual([]);
    const own = `export { startExperiment } from './packages/aws/src/start-experiment.ts';`;
    expect(await bundleOf(`${durable}\n${own}`)).toEqual(['Invoke']);
    const late = `export const late = () => import('./packages/aws/src/asked-roles.ts');`;
    expect(await bundleOf(`${durable}\n${late}`)).toEqual(['Invoke']);
  });
});

/** What the compiler says: without the error that is expected, `npm run check:types` fails. */
describe('the schema of an environment', () => {
  const name = z.string();
  const ofProbe = { LEDGER_TABLE: name, METRICS_NAMESPACE: name, TARGET_URL: name, MEASURING: name };

  it('has every variable of the spec, and no other', () => {
    const { LEDGER_TABLE: _, ...rest } = ofProbe;
    const shapes = [
      { ...ofProbe, AWS_REGION: name } satisfies ShapeOf<typeof specs.probe>,
      // @ts-expect-error: LEDGER_TABLE is missing.
      rest satisfies ShapeOf<typeof specs.probe>,
      {
        ...{ STAGE: name, LEDGER_TABLE: name, FLEET: name, EXPERIMENT_SCHEDULES: name },
        // @ts-expect-error: the draw is not told of a bus.
        EVENT_BUS: name,
      } satisfies ShapeOf<typeof specs.draw>,
      { ALARM_PREFIX: name, SAFETY_LEVER: name } satisfies ShapeBeyond<
        typeof specs.alert,
        typeof specs.reporter
      >,
    ];
    expect(shapes).toHaveLength(4);
  });

  it('is as long as the list that a deployment writes', () => {
    expect(variablesOf(specs.probe).toSorted()).toEqual(Object.keys(ofProbe).toSorted());
  });
});
