import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { configurationFile } from '@garbageday/aws/contract/shipped-configuration.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type BuiltFunctions,
  buildFunctions,
  type FunctionName,
  functionNames,
} from '../fixtures/build-functions.ts';
import { invokeAlone } from '../fixtures/invoke-bundle.ts';

const directory = resolve(import.meta.dirname, '../../functions');
/** As a deployment sets them (functions/specs.ts). */
const drawVariables = {
  STAGE: 'test',
  LEDGER_TABLE: 'ledger',
  FLEET: JSON.stringify([{ group: 'web', autoScalingGroups: ['web'], targetGroupArns: [] }]),
  EXPERIMENT_SCHEDULES: JSON.stringify({
    group: 'experiments',
    targetArn: 'arn:target',
    roleArn: 'arn:role',
    deadLetterArn: 'arn:letters',
    timeZone: 'UTC',
    maximumEventAgeInSeconds: 900,
    maximumRetryAttempts: 3,
  }),
  AWS_REGION: 'eu-west-1',
};

const sources = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => [path, readFileSync(join(directory, path), 'utf8')] as const);

describe('functions/', () => {
  it.each(functionNames)('%s.ts is a handler of at most 40 lines', (name) => {
    const source = sources.find(([path]) => path === `${name}.ts`)?.[1] ?? '';
    expect(source).toMatch(/^export const handler = /m);
    expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  it('reads the environment in one file, and the links of SST in one', () => {
    const readers = sources
      .filter(([, source]) => /process\.env|from 'sst/.test(source))
      .map(([path]) => path);
    expect(readers).toEqual(['environment/read-environment.ts', 'environment/read-secret.ts']);
  });
});

describe('a bundle', () => {
  let built: BuiltFunctions;

  beforeAll(async () => {
    built = await buildFunctions();
  }, 60_000);

  afterAll(() => built?.remove());

  const partsOf = (name: (typeof functionNames)[number]) => built.contentsOf(name).map(([part]) => part);

  it.each(['probe', 'users'] as const)('of the %s carries nothing that it does not need', (name) => {
    const needless = partsOf(name).filter((part) =>
      /xray|client-(ec2|ssm|lambda|scheduler|eventbridge|auto-scaling)|load-balancing|config|slack|render|sst|durable/.test(
        part,
      ),
    );
    expect(needless).toEqual([]);
  });

  it.each(functionNames)(
    'of the %s reads JSON, and checks nothing that was checked at deployment',
    (name) => {
      expect(partsOf(name)).not.toContain('packages/config');
      expect(partsOf(name)).not.toContain('rrule-temporal');
      const zod = built.contentsOf(name).find(([part]) => part === 'zod')?.[1] ?? 0;
      expect(zod).toBeLessThan(60_000);
    },
  );

  it.each([
    ['draw', []],
    ['chaos', ['excluded-times', 'expand-exclusions']],
    ['reporter', ['excluded-times', 'expand-exclusions']],
    ['alert', ['excluded-times', 'expand-exclusions']],
  ] as const)('of the %s keeps what expands exclusions apart', (name, expected) => {
    const late = built.shippedOf(name).late.map((path) => basename(path).replace(/-\w+\.mjs$/, ''));
    expect(late.filter((file) => /exclu/.test(file)).toSorted()).toEqual(expected);
  });

  it.each(['draw', 'reporter', 'alert'] as const)('of the %s cannot end a server', (name) => {
    expect(partsOf(name)).not.toContain('@aws-sdk/client-ec2');
    expect(partsOf(name).includes('aws-xray-sdk-core')).toBe(name !== 'draw');
  });

  it('of the experiment can, and knows no secret of Slack', () => {
    expect(partsOf('chaos')).toContain('@aws-sdk/client-ec2');
    expect(partsOf('chaos')).not.toContain('packages/slack');
  });

  it('of the roles can run a command on a server, and end none, read nothing kept, and know no secret', () => {
    expect(partsOf('roles')).toContain('@aws-sdk/client-ssm');
    const needless = partsOf('roles').filter((part) =>
      /client-(ec2|dynamodb|lambda|scheduler|eventbridge|auto-scaling)|slack|render|sst|durable/.test(part),
    );
    expect(needless).toEqual([]);
    const late = built.shippedOf('chaos').late.map((path) => basename(path));
    expect(late.filter((file) => /roles-function/.test(file))).toHaveLength(1);
  });

  it.each([
    ['a group that no command is for', { group: 'web' }, 'web is not a group whose role a command tells'],
    ['a command', { command: 'reboot' }, 'this is not a valid roles event'],
    ['another document', { document: 'AWS-RunShellScript' }, 'this is not a valid roles event'],
  ])('of the roles is not told %s', async (_, changes, line) => {
    const event = { kind: 'roles', group: 'etcd', instanceIds: ['i-0a'], ...changes };
    const { FLEET, AWS_REGION } = drawVariables;
    await expect(invokeAlone(built.pathOf('roles'), event, { FLEET, AWS_REGION })).rejects.toThrow(line);
  });

  describe('whose configuration is not what was deployed with it', () => {
    const of = (name: FunctionName) => join(built.pathOf(name), '..', configurationFile);
    const invokeDraw = () =>
      invokeAlone(
        built.pathOf('draw'),
        { kind: 'draw', scheduledTime: '2026-11-24T08:30:00Z', leadMinutes: 30 },
        drawVariables,
      );
    let right: string;

    beforeAll(() => {
      right = readFileSync(of('draw'), 'utf8');
    });

    afterEach(() => writeFileSync(of('draw'), right));

    it('says so in one line when there is none', async () => {
      rmSync(of('draw'));
      await expect(invokeDraw()).rejects.toThrow(
        /^ShippedConfigurationError: \/\S+\/garbageday\.configuration\.json: cannot be read; deploy the stage again$/m,
      );
    });

    it.each([
      ['of another version', [/"version":\d+/, '"version":0'], 'its version is 0, and this function reads 1'],
      ['changed by hand', ['"dry-run"', '"armed"'], 'its checksum is not that of its contents'],
    ] as const)('says so in one line when it is %s', async (_, [found, planted], why) => {
      writeFileSync(of('draw'), right.replace(found, planted));
      await expect(invokeDraw()).rejects.toThrow(
        `ShippedConfigurationError: garbageday.configuration.json: ${why}; deploy the stage again\n`,
      );
    });
  });
});
