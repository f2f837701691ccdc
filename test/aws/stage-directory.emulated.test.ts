import { randomUUID } from 'node:crypto';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { readStageDirectory } from '@garbageday/aws/stage-directory.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { beforeAll, describe, expect, it } from 'vitest';

let ssm: SSMClient;

beforeAll(() => {
  ssm = new SSMClient(clientSettings());
});

const fleet = [{ group: 'web', autoScalingGroups: ['garbageday-x-web'], targetGroupArns: ['arn:x'] }];

const directory = {
  stage: 'x',
  url: 'http://example.com',
  ledgerTable: 'ledger',
  eventBus: 'bus',
  safetyLever: '/garbageday/x/safety-lever',
  alarmPrefix: 'garbageday-x-slo-',
  experimentArn: 'arn:experiment:live',
  experimentScheduleGroup: 'garbageday-x-experiments',
  fleet: JSON.stringify(fleet),
  hasUsers: false,
  rolesFunction: null,
  traffic: JSON.stringify([
    { journey: 'users', kind: 'alb-metrics', loadBalancer: 'app/shop/50dc6c495c0c9188' },
  ]),
};

const traffic = [
  { journey: 'users', source: { kind: 'alb-metrics', loadBalancer: 'app/shop/50dc6c495c0c9188' } },
];

async function deployed(value: object | string): Promise<string> {
  const stage = `s${randomUUID().slice(0, 8)}`;
  const Value = typeof value === 'string' ? value : JSON.stringify(value);
  await ssm.send(new PutParameterCommand({ Name: `/garbageday/${stage}/directory`, Value, Type: 'String' }));
  return stage;
}

describe('the directory of a stage', () => {
  it('is found by the stage alone, with what is text in it parsed', async () => {
    const stage = await deployed(directory);
    expect(await readStageDirectory({ ssm, stage })).toEqual({ ...directory, fleet, traffic });
  });

  it('may have entries that this version does not know', async () => {
    const stage = await deployed({ ...directory, later: 1 });
    expect(await readStageDirectory({ ssm, stage })).toEqual({ ...directory, fleet, traffic });
  });

  it('of an older version has users, no one who counts them, and no one to ask for roles', async () => {
    const { hasUsers: _, rolesFunction: __, traffic: ___, ...older } = directory;
    const stage = await deployed(older);
    const expected = { hasUsers: true, rolesFunction: null, traffic: [] };
    expect(await readStageDirectory({ ssm, stage })).toMatchObject(expected);
  });

  it('is missed in one line that names stage, place and cure', async () => {
    const missing = readStageDirectory({ ssm, stage: 'nowhere' });
    await expect(missing).rejects.toBeInstanceOf(UsageError);
    await expect(missing).rejects.toThrow(
      'there is no stage nowhere in eu-central-1 (no SSM parameter /garbageday/nowhere/directory); ' +
        'deploy it (npx sst deploy --stage nowhere), or set AWS_REGION and AWS_PROFILE to where it is',
    );
  });

  it.each(['', 'a/b', '../x', 'ü', 'a b', 'x'.repeat(65)])(
    'is not looked for under the name %j',
    async (stage) => {
      await expect(readStageDirectory({ ssm, stage })).rejects.toThrow(
        /^--stage ".*" is not a stage name; use letters/,
      );
    },
  );

  it.each([
    ['no JSON', 'hello', 'the whole'],
    ['without a table', { ...directory, ledgerTable: undefined }, 'ledgerTable'],
    ['with a fleet that is no JSON', { ...directory, fleet: 'hello' }, 'fleet'],
    [
      'with a fleet of no groups of servers',
      { ...directory, fleet: '[{"group":"web"}]' },
      'fleet.0.autoScalingGroups',
    ],
  ])('is refused when it is %s', async (_, value, where) => {
    const stage = await deployed(value);
    await expect(readStageDirectory({ ssm, stage })).rejects.toMatchObject({
      code: 'unexpected-answer',
      message: expect.stringContaining(`was not written by this version of Garbage Day (${where}: `),
    });
  });
});
