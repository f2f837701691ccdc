import { describe, expect, it } from 'vitest';
import {
  openTrusts,
  unconfinedMutations,
  unknownManagedPolicies,
  wildcardActions,
} from './checks/permissions.ts';
import { everyStage } from './harness/evaluated.ts';
import { type Role, roleNamed, rolesOf, type Stage } from './harness/stage.ts';
import type { Context } from './iam/condition.ts';
import { isAllowed } from './iam/is-allowed.ts';

const account = 'eu-west-1:111122223333';
const instance = `arn:aws:ec2:${account}:instance/i-0123456789abcdef0`;

function may(role: Role, action: string, resource: string, context: Context = {}): boolean {
  return isAllowed(role.statements, { action, resource, context });
}

function tagged(group: string | null, stage: string): Context {
  const own = { 'ec2:ResourceTag/garbageday:stage': stage };
  return group === null ? own : { ...own, 'ec2:ResourceTag/garbageday:group': group };
}

function chaosRole(stage: Stage) {
  return roleNamed(stage, 'ExperimentHandlerRole');
}
function others(stage: Stage) {
  return rolesOf(stage).filter(({ name }) => name !== 'ExperimentHandlerRole');
}

describe.each(everyStage)('roles of %s', (name, stage) => {
  it('have policies to look at', () => {
    expect(rolesOf(stage).length).toBeGreaterThanOrEqual(14);
    expect(rolesOf(stage).flatMap(({ statements }) => statements).length).toBeGreaterThan(40);
  });

  it('allow no wildcard action', () => expect(wildcardActions(stage)).toEqual([]));
  it('change nothing on every resource', () => expect(unconfinedMutations(stage)).toEqual([]));
  it('trust services, never the account root', () => expect(openTrusts(stage)).toEqual([]));
  it('carry no unknown policy of AWS', () => expect(unknownManagedPolicies(stage)).toEqual([]));

  it.each([
    ['a web server of this stage', tagged('web', name), true],
    ['a member of the replica set', tagged('data', name), true],
    ['a server of this stage without a group', tagged(null, name), false],
    ['a server of another stage', tagged('web', 'somebody-elses'), false],
    ['a server without any tag', {}, false],
  ])('chaos and %s: terminate %s', (_, context, expected) => {
    expect(may(chaosRole(stage), 'ec2:TerminateInstances', instance, context)).toBe(expected);
  });

  it('nobody else terminates anything, whatever it is tagged', () => {
    const killers = others(stage).filter((role) =>
      ['ec2:TerminateInstances', 'ec2:StopInstances', 'autoscaling:TerminateInstanceInAutoScalingGroup'].some(
        (action) =>
          may(role, action, instance, tagged('web', name)) || may(role, action, '*', tagged('web', name)),
      ),
    );
    expect(killers.map((role) => role.name)).toEqual([]);
  });

  it('nobody can tag a server into danger, or out of it', () => {
    const keys = ['garbageday:group', 'garbageday:stage', 'garbageday:exempt', 'garbageday:slot'];
    const taggers = rolesOf(stage).filter((role) =>
      keys.some((key) =>
        ['data-a', 'data-b', 'data-c', 'web'].some((slot) => {
          const context = {
            ...tagged('data', name),
            'ec2:ResourceTag/garbageday:slot': slot,
            'aws:TagKeys': [key],
          };
          return (
            may(role, 'ec2:CreateTags', instance, context) || may(role, 'ec2:DeleteTags', instance, context)
          );
        }),
      ),
    );
    expect(taggers.map((role) => role.name)).toEqual([]);
  });

  it('a member says its own role, and nobody elses', () => {
    const member = roleNamed(stage, 'Data1Role');
    const context = (slot: string, ownStage: string) => ({
      ...tagged('data', ownStage),
      'ec2:ResourceTag/garbageday:slot': slot,
      'aws:TagKeys': ['garbageday:role'],
    });
    expect(may(member, 'ec2:CreateTags', instance, context('data-a', name))).toBe(true);
    expect(may(member, 'ec2:CreateTags', instance, context('data-b', name))).toBe(false);
    expect(may(member, 'ec2:CreateTags', instance, context('data-a', 'other'))).toBe(false);
  });

  it('a member writes into its own partition of the ledger, and no other', () => {
    const member = roleNamed(stage, 'Data1Role');
    const grant = member.statements.find(({ actions }) => actions.includes('dynamodb:PutItem'));
    const put = (...keys: readonly string[]) =>
      may(member, 'dynamodb:PutItem', grant?.resources[0] ?? '', { 'dynamodb:LeadingKeys': keys });
    expect(put(`member#garbageday-${name}-data-a`)).toBe(true);
    expect(put(`member#garbageday-${name}-data-b`)).toBe(false);
    expect(put(`member#garbageday-${name}-data-a`, 'claim#x')).toBe(false);
    expect(may(member, 'dynamodb:PutItem', grant?.resources[0] ?? '')).toBe(false);
  });

  it('a member takes its own name, by UPSERT of an A record alone', () => {
    const [own, foreign] = ['Data1Role', 'Data2Role'].map((each) => roleNamed(stage, each)) as [Role, Role];
    const zone = own.statements.find(({ actions }) => actions.includes('route53:ChangeResourceRecordSets'));
    const change = (role: Role, overrides: Context = {}) =>
      may(role, 'route53:ChangeResourceRecordSets', zone?.resources[0] ?? '', {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': [`data-a.data.${name}.garbageday.internal`],
        'route53:ChangeResourceRecordSetsRecordTypes': ['A'],
        'route53:ChangeResourceRecordSetsActions': ['UPSERT'],
        ...overrides,
      });
    expect(change(own)).toBe(true);
    expect(change(foreign)).toBe(false);
    expect(change(own, { 'route53:ChangeResourceRecordSetsActions': ['DELETE'] })).toBe(false);
    expect(change(own, { 'route53:ChangeResourceRecordSetsRecordTypes': ['NS'] })).toBe(false);
  });

  it('only the first member may say that the set was initiated', () => {
    const parameter = `arn:aws:ssm:${account}:parameter/garbageday/${name}/data/initiated`;
    const writers = rolesOf(stage).filter((role) => may(role, 'ssm:PutParameter', parameter));
    expect(writers.map((role) => role.name)).toEqual(['Data1Role']);
  });

  it('the web servers read their connection string, and neither the key file nor the admin', () => {
    const web = roleNamed(stage, 'WebRole');
    const parameter = (part: string) => `arn:aws:ssm:${account}:parameter/garbageday/${name}/data/${part}`;
    const readable = ['uri', 'key-file', 'admin-password', 'app-password', 'initiated'].filter((part) =>
      may(web, 'ssm:GetParameter', parameter(part)),
    );
    expect(readable).toEqual(['uri']);
  });

  it('the probe writes to its table and its metrics, and reads nothing', () => {
    const probe = roleNamed(stage, 'ProbeRole');
    const actions = [...new Set(probe.statements.flatMap((statement) => statement.actions))].toSorted();
    expect(actions).toEqual([
      'cloudwatch:PutMetricData',
      'dynamodb:PutItem',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
    const table = probe.statements.find((each) => each.actions.includes('dynamodb:PutItem'))?.resources;
    expect(table).toEqual([
      expect.stringMatching(new RegExp(`^arn:aws:dynamodb:.*table/garbageday-${name}-Ledger`)),
    ]);
    const metrics = (namespace: string) =>
      may(probe, 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': namespace });
    expect(metrics(`GarbageDay/Probe/${name}`)).toBe(true);
    expect(metrics('GarbageDay/Probe/other')).toBe(false);
  });

  it('the draw may hand on the role that starts experiments, to the scheduler alone', () => {
    const draw = roleNamed(stage, 'DrawRole');
    const pass = (role: string, service: string) =>
      may(draw, 'iam:PassRole', `arn:aws:iam::111122223333:role/${role}`, { 'iam:PassedToService': service });
    const starter = `garbageday-${name}-experiments-scheduler`;
    expect(pass(starter, 'scheduler.amazonaws.com')).toBe(true);
    expect(pass(starter, 'lambda.amazonaws.com')).toBe(false);
    expect(pass('admin', 'scheduler.amazonaws.com')).toBe(false);
  });

  it('nobody updates or deletes what is in the ledger', () => {
    const actions = rolesOf(stage).flatMap(({ statements }) => statements.flatMap((each) => each.actions));
    const changing = [
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:DeleteTable',
    ];
    expect(actions.filter((action) => changing.includes(action))).toEqual([]);
  });

  it('the scheduler acts for this account alone', () => {
    const schedulers = rolesOf(stage).filter(({ trust }) =>
      trust.some(({ principals }) => principals.includes('Service:scheduler.amazonaws.com')),
    );
    expect(schedulers.length).toBeGreaterThanOrEqual(5);
    for (const { name: role, trust } of schedulers) {
      const conditions = trust.flatMap((statement) => statement.conditions);
      const expected = { operator: 'StringEquals', key: 'aws:SourceAccount', values: ['111122223333'] };
      expect(conditions, role).toEqual([expected]);
    }
  });
});
