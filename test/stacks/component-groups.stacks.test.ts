/** The groups that GarbageDay takes, and what is wrong with others, in the example of an Auto Scaling group. */
import { fleetGroupsSchema } from '@garbageday/aws/contract/fleet-group.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  openTrusts,
  unconfinedMutations,
  unknownManagedPolicies,
  wildcardActions,
} from './checks/permissions.ts';
import { builtPackage, diffed, edited } from './harness/example.ts';
import { named, ofType, pick, roleNamed, type Stage, stageOf, text } from './harness/stage.ts';
import { isAllowed } from './iam/is-allowed.ts';

beforeAll(builtPackage);

describe('groups without an Auto Scaling group', () => {
  let stage: Stage;
  beforeAll(async () => {
    const diff = await diffed(
      edited([
        ['autoScalingGroup: web,', "tags: { Role: 'web', Env: $app.stage },"],
        [
          "requiredHealthy: '66%',\n        },",
          `requiredHealthy: '66%',
        },
        {
          name: 'search',
          ec2Instances: ['i-0a', 'i-0b'],
          targetGroup: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/search/2',
          requiredHealthy: 1,
        },
        {
          name: 'etcd',
          tags: { Role: 'etcd' },
          desiredSize: 5,
          requiredHealthy: '60%',
          role: { tag: 'EtcdRole', primary: 'leader', secondary: 'follower' },
        },
        {
          name: 'postgres',
          tags: { Role: 'postgres' },
          desiredSize: 3,
          role: { command: "psql -Atc 'select pg_is_in_recovery()'", primary: 'f', secondary: 't' },
        },
        { name: 'redis', tags: { Role: 'redis' }, desiredSize: 3, role: { command: 'cat /run/role' } },`,
        ],
      ]),
    );
    expect([diff.code, diff.errors]).toEqual([0, []]);
    stage = stageOf('production', diff);
  });

  it('are told to the functions as they were given', () => {
    const variable = pick(named(stage, 'ChaosDrawFunction'), 'environment.variables.FLEET');
    expect(JSON.parse(String(variable))).toEqual([
      {
        group: 'web',
        autoScalingGroups: [],
        targetGroupArns: [expect.stringMatching(/^arn:/)],
        members: {
          tags: [
            { key: 'Role', value: 'web' },
            { key: 'Env', value: 'production' },
          ],
          ids: [],
          desiredSize: 3,
        },
        replacement: 'none',
      },
      {
        group: 'search',
        autoScalingGroups: [],
        targetGroupArns: [expect.stringMatching(/^arn:/)],
        members: { tags: [], ids: ['i-0a', 'i-0b'], desiredSize: 2 },
        replacement: 'none',
      },
      {
        group: 'etcd',
        autoScalingGroups: [],
        targetGroupArns: [],
        members: { tags: [{ key: 'Role', value: 'etcd' }], ids: [], desiredSize: 5 },
        replacement: 'none',
        role: { tag: 'EtcdRole', primary: 'leader', secondary: 'follower' },
      },
      {
        group: 'postgres',
        autoScalingGroups: [],
        targetGroupArns: [],
        members: { tags: [{ key: 'Role', value: 'postgres' }], ids: [], desiredSize: 3 },
        replacement: 'none',
        command: { document: 'garbageday-shop-production-role-postgres', primary: 'f', secondary: 't' },
      },
      expect.objectContaining({
        group: 'redis',
        command: {
          document: 'garbageday-shop-production-role-redis',
          primary: 'primary',
          secondary: 'secondary',
        },
      }),
    ]);
    expect(fleetGroupsSchema.safeParse(JSON.parse(String(variable))).success).toBe(true);
  });

  it('may lose a server with their tags, and no other', () => {
    const { statements } = roleNamed(stage, 'ChaosExperimentHandlerRole');
    const may = (group: string) =>
      isAllowed(statements, {
        action: 'ec2:TerminateInstances',
        resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1',
        context: {
          'ec2:ResourceTag/garbageday:group': group,
          'ec2:ResourceTag/garbageday:stage': 'shop-production',
        },
      });
    expect(['web', 'search', 'db'].map(may)).toEqual([true, true, false]);
  });

  const instance = 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1';
  const documentOf = (name: string) => `arn:aws:ssm:eu-west-1:111122223333:document/${name}`;
  const own = documentOf('garbageday-shop-production-role-postgres');

  it('tell their roles by a command of their own, which is written in a document', () => {
    const documents = ofType(stage, 'aws:ssm/document:Document');
    expect(documents.map(({ name }) => name).toSorted()).toEqual(['ChaosRolePostgres', 'ChaosRoleRedis']);
    expect(pick(named(stage, 'ChaosRolePostgres'), 'documentType')).toBe('Command');
    expect(JSON.parse(text(named(stage, 'ChaosRolePostgres'), 'content')).mainSteps).toEqual([
      {
        action: 'aws:runShellScript',
        name: 'role',
        inputs: { runCommand: ["psql -Atc 'select pg_is_in_recovery()'"], timeoutSeconds: '10' },
      },
    ]);
  });

  it('are asked by a function that may run these documents on these servers, and nothing else', () => {
    const { statements } = roleNamed(stage, 'ChaosRolesRole');
    const may = (action: string, resource: string, tags: Readonly<Record<string, string>> = {}) => {
      const entries = Object.entries(tags).map(([key, value]) => [
        `ssm:resourceTag/garbageday:${key}`,
        value,
      ]);
      return isAllowed(statements, { action, resource, context: Object.fromEntries(entries) });
    };
    const send = 'ssm:SendCommand';
    const whose = { group: 'postgres', stage: 'shop-production' };
    expect(may(send, own)).toBe(true);
    expect(may(send, 'arn:aws:ssm:eu-west-1::document/AWS-RunShellScript')).toBe(false);
    expect(may(send, documentOf('garbageday-shop-eu-role-postgres'))).toBe(false);
    expect(may(send, instance, whose)).toBe(true);
    for (const other of [
      { ...whose, group: 'etcd' },
      { ...whose, stage: 'production' },
      { group: 'postgres' },
      {},
    ])
      expect(may(send, instance, other), JSON.stringify(other)).toBe(false);
    const actions = new Set(statements.flatMap((statement) => statement.actions));
    expect([...actions].filter((action) => !action.startsWith('xray:')).toSorted()).toEqual([
      'ssm:GetCommandInvocation',
      'ssm:SendCommand',
    ]);
    expect(pick(named(stage, 'ChaosRolesFunction'), 'environment.variables.FLEET')).toBe(
      pick(named(stage, 'ChaosDrawFunction'), 'environment.variables.FLEET'),
    );
  });

  it('are asked for an experiment, which may run nothing on them itself', () => {
    const { statements } = roleNamed(stage, 'ChaosExperimentHandlerRole');
    const tags = {
      'ssm:resourceTag/garbageday:group': 'postgres',
      'ssm:resourceTag/garbageday:stage': 'shop-production',
    };
    for (const resource of [own, instance])
      expect(isAllowed(statements, { action: 'ssm:SendCommand', resource, context: tags }), resource).toBe(
        false,
      );
    const invoking = statements.filter(({ actions }) => actions.includes('lambda:InvokeFunction'));
    expect(invoking).toHaveLength(1);
    expect(invoking[0]?.resources).toHaveLength(1);
    expect(invoking[0]?.resources[0]).not.toContain('*');
    const environment = pick(named(stage, 'ChaosExperimentHandlerFunction'), 'environment.variables');
    expect(environment).toMatchObject({ ROLES_FUNCTION: invoking[0]?.resources[0] });
    const directory = JSON.parse(text(named(stage, 'ChaosDirectory'), 'value'));
    expect(directory.rolesFunction).toBe(invoking[0]?.resources[0]);
  });

  it('leave every other role as it was', () => {
    expect(wildcardActions(stage)).toEqual([]);
    expect(unconfinedMutations(stage)).toEqual([]);
    expect(openTrusts(stage)).toEqual([]);
    expect(unknownManagedPolicies(stage)).toEqual([]);
  });

  it('have no rule about losses, which Auto Scaling alone tells', () => {
    expect(stage.resources.map(({ name }) => name)).not.toContain('ChaosLostServers');
  });
});

describe('one clear line', () => {
  it.each([
    [
      'without groups',
      [
        ['groups: [', 'groups: [].concat(0 ? ['],
        ["'66%',\n        },\n      ],", "'66%',\n        },\n      ] : []),"],
      ],
      'GarbageDay "Chaos": groups is empty',
    ],
    [
      'of an unknown shape',
      [['autoScalingGroup: web,', "autoScalingGroup: { arn: 'arn:x' },"]],
      'autoScalingGroup of "web" is an object with arn',
    ],
    [
      'of one member',
      [['desiredCapacity: 3', 'desiredCapacity: 1']],
      'the Auto Scaling group shop-web-production: "web" has one member',
    ],
    ['out of range', [["'66%'", "'100%'"]], 'groups[0].requiredHealthy: "100%" is not between 1% and 99%'],
    [
      'by tags that does not say how many',
      [
        ['autoScalingGroup: web,', "tags: { Role: 'web' },"],
        ['          desiredSize: 3,\n', ''],
      ],
      'groups[0]: "web" has no desiredSize',
    ],
    [
      'that has not opted in',
      [["tags: chaosTags('web'),", '']],
      "only tagged servers may be hit; add ...chaosTags('web') to its tags",
    ],
    [
      'that is tagged for another stage',
      [['target: {', "stage: 'shop-eu', target: {"]],
      "add ...chaosTags('web', 'shop-eu') to its tags",
    ],
    [
      'that is known by name, and has not opted in',
      [['autoScalingGroup: web,', "autoScalingGroup: 'shop-old',"]],
      'the Auto Scaling group shop-old does not hand the tag garbageday:group=web to its servers',
    ],
    [
      'that is known by name, and has one member',
      [['autoScalingGroup: web,', "autoScalingGroup: 'shop-single',"]],
      'the Auto Scaling group shop-single: "web" has one member',
    ],
    [
      'that is not there',
      [['autoScalingGroup: web,', "autoScalingGroup: 'nowhere',"]],
      'no Auto Scaling group nowhere',
    ],
  ] as const)('about a group %s', async (_, edits, message) => {
    const { code, errors } = await diffed(edited(edits));
    expect(code).not.toBe(0);
    expect(errors.join('\n')).toContain(message);
    expect(errors.find((line) => line.includes(message))).not.toContain('\n');
  });
});
