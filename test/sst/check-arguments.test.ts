import { checkArguments, whyNotThisGroup } from '@garbageday/sst/check-arguments.ts';
import { configurationOf } from '@garbageday/sst/configuration-of.ts';
import { describe, expect, it } from 'vitest';

const web = { name: 'web', autoScalingGroup: 'shop-web' };

type Sized = Parameters<typeof configurationOf>[1]['groups'][number];

type Given = Parameters<typeof checkArguments>[2]['groups'];

function problemOf(groups: unknown, name = 'Chaos', stage = 'shop-production'): string {
  try {
    checkArguments(name, stage, { groups: groups as Given });
  } catch (error) {
    return String((error as Error).message);
  }
  return 'nothing';
}

const shapes =
  "write the name of an Auto Scaling group, such as 'shop-web', or hand in an aws.autoscaling.Group";

describe('a group that no Auto Scaling group keeps', () => {
  const tagged = { name: 'api', tags: { Role: 'api' }, desiredSize: 3, targetGroup: 'arn:tg' };
  const listed = { name: 'api', ec2Instances: ['i-0a', 'i-0b'], targetGroup: 'arn:tg' };

  it.each([
    ['by tags', tagged],
    ['by tags, with something that replaces', { ...tagged, replacement: 'automatic' }],
    ['by tags that are still to come', { ...tagged, tags: { Stack: { apply: () => {} } } }],
    ['by ids', listed],
    ['by resources', { ...listed, ec2Instances: [{ instanceType: {} }, { instanceType: {} }] }],
    ['by ids, where it is said that nothing is replaced', { ...listed, replacement: 'none' }],
  ])('may be given %s', (_, group) => {
    expect(problemOf([group])).toBe('nothing');
  });

  it.each([
    [
      'in two ways',
      { ...tagged, autoScalingGroup: 'shop-api' },
      '"api" has autoScalingGroup and tags; write one of them',
    ],
    [
      'without a size',
      { ...tagged, desiredSize: undefined },
      '"api" has no desiredSize, and tags do not say how many servers there should be; write it, such as desiredSize: 3',
    ],
    [
      'without a target group',
      { ...listed, targetGroup: [] },
      '"api" has no targetGroup, so nothing says which of its servers are in use; name the target group that they are in',
    ],
    [
      'without a tag',
      { ...tagged, tags: {} },
      'tags of "api" is an object with nothing in it; write the tags that all its servers have, such as { Role: \'web\' }',
    ],
    [
      'with a number for a tag',
      { ...tagged, tags: { Role: 3 } },
      'tags of "api" is an object with Role; write the tags that all its servers have, such as { Role: \'web\' }',
    ],
    [
      'by a name for an id',
      { ...listed, ec2Instances: ['i-0a', 'api-2'] },
      'ec2Instances of "api" has "api-2"; write ids of servers, such as [\'i-0123456789abcdef0\', …], or hand in aws.ec2.Instance',
    ],
    [
      'twice the same',
      { ...listed, ec2Instances: ['i-0a', 'i-0a'] },
      'ec2Instances of "api" names a server twice; write each once',
    ],
    [
      'of one member',
      { ...listed, ec2Instances: ['i-0a'] },
      '"api" has one member, and without it there is no service; give the Auto Scaling group two or more, or leave it out',
    ],
    [
      'of listed servers, with another size',
      { ...listed, desiredSize: 3 },
      '"api" has ec2Instances, of which there should be as many as are listed; delete desiredSize',
    ],
    [
      'of listed servers that are replaced',
      { ...listed, replacement: 'automatic' },
      '"api" has ec2Instances, and what is launched in place of one has another id; use tags for a group in which servers are replaced',
    ],
    [
      'with an unknown replacement',
      { ...tagged, replacement: 'karpenter' },
      'replacement of "api" is "karpenter"; write \'none\', or \'automatic\' if something of yours launches another',
    ],
    [
      'that an Auto Scaling group keeps, with a replacement',
      { name: 'api', autoScalingGroup: 'shop-api', replacement: 'none' },
      'replacement of "api" is for groups by tags or ec2Instances; an Auto Scaling group replaces its servers, so delete it',
    ],
  ])('is refused %s', (_, group, message) => {
    expect(problemOf([group])).toBe(`GarbageDay "Chaos": groups[0]: ${message}`);
  });

  it('needs no target group where its members say what they are', () => {
    const args = { groups: [{ ...tagged, name: 'db', targetGroup: undefined }] as Given };
    const config = { groups: [{ kind: 'data', name: 'db' }] };
    expect(() => checkArguments('Chaos', 'shop', { ...args, config })).not.toThrow();
    expect(() => checkArguments('Chaos', 'shop', args)).toThrow('"db" has no targetGroup');
  });

  it('is a quorum where a tag says what each voter is', () => {
    const role = { tag: 'Role', primary: 'leader', secondary: 'follower' };
    const etcd = { ...tagged, name: 'etcd', targetGroup: undefined, role };
    expect(problemOf([etcd])).toBe('nothing');
    const groups = [etcd] as unknown as readonly Sized[];
    const [, ...found] = configurationOf('Chaos', {
      config: { service: 'shop', groups: [{ kind: 'web' }] },
      groups,
    }).groups;
    expect(found).toMatchObject([{ name: 'etcd', kind: 'data', desiredSize: 3, requiredHealthy: 2 }]);
    expect(problemOf([{ ...etcd, role: { tag: 'Role' } }])).toBe(
      "GarbageDay \"Chaos\": groups[0]: role of \"etcd\" is an object with tag; write the tag and its two words, such as { tag: 'Role', primary: 'leader', secondary: 'follower' }, or a command that prints one of them, such as { command: 'cat /run/role' }",
    );
  });

  it('has as many servers as are listed, or as is written', () => {
    const config = { service: 'shop' };
    const ofThree = { ...listed, ec2Instances: ['i-0a', 'i-0b', 'i-0c'], requiredHealthy: '67%' } as const;
    const sized = (group: object) => configurationOf('Chaos', { config, groups: [group as Sized] }).groups;
    expect(() => sized(ofThree)).toThrow("67% of 3 is 3, rounded up; write '66%' or less");
    expect(sized({ ...ofThree, requiredHealthy: 2 })).toMatchObject([{ desiredSize: 3, requiredHealthy: 2 }]);
    expect(sized({ ...tagged, desiredSize: 4, requiredHealthy: '50%' })).toMatchObject([
      { desiredSize: 4, requiredHealthy: 2, requiredPercent: 50 },
    ]);
  });
});

describe('the arguments of the component', () => {
  it.each([
    ['by name', 'shop-web'],
    ['as a resource', { name: {}, desiredCapacity: {} }],
    ['as a value that is still to come', { apply: () => {} }],
    ['for each member of a replica set', ['data-a', 'data-b', 'data-c']],
  ])('may name Auto Scaling groups %s', (_, autoScalingGroup) => {
    expect(problemOf([{ name: 'web', autoScalingGroup }])).toBe('nothing');
  });

  it.each([
    [
      'no groups',
      [],
      "groups is empty, so there is nothing that could be hit; write at least one, such as { name: 'web', autoScalingGroup: 'shop-web' }",
    ],
    [
      'groups that are no list',
      undefined,
      "groups is empty, so there is nothing that could be hit; write at least one, such as { name: 'web', autoScalingGroup: 'shop-web' }",
    ],
    [
      'no Auto Scaling group',
      [{ name: 'web' }],
      `groups[0]: autoScalingGroup of "web" is missing; ${shapes}`,
    ],
    [
      'an empty list of them',
      [{ name: 'web', autoScalingGroup: [] }],
      'groups[0]: "web" has no Auto Scaling group; name one, or hand in an aws.autoscaling.Group',
    ],
    [
      'a number',
      [{ name: 'web', autoScalingGroup: 3 }],
      `groups[0]: autoScalingGroup of "web" is 3; ${shapes}`,
    ],
    [
      'an unknown shape',
      [{ name: 'web', autoScalingGroup: { arn: 'x' } }],
      `groups[0]: autoScalingGroup of "web" is an object with arn; ${shapes}`,
    ],
    [
      'an empty object',
      [{ name: 'web', autoScalingGroup: {} }],
      `groups[0]: autoScalingGroup of "web" is an object with nothing in it; ${shapes}`,
    ],
    [
      'one member',
      [{ ...web, desiredSize: 1 }],
      'groups[0]: "web" has one member, and without it there is no service; give the Auto Scaling group two or more, or leave it out',
    ],
    [
      'half a member',
      [{ ...web, desiredSize: 1.5 }],
      'groups[0]: desiredSize of "web" is 1.5; write how many servers it should have',
    ],
    [
      'a name that is none',
      [{ ...web, name: 'Web 1' }],
      'groups[0]: name "Web 1" is not a name; write small letters, digits and hyphens, such as "web"',
    ],
    ['the same name twice', [web, web], 'groups[1]: "web" is the name of groups[0] too; give each its own'],
  ])('are refused with %s', (_, groups, message) => {
    expect(problemOf(groups)).toBe(`GarbageDay "Chaos": ${message}`);
  });

  it('are refused with a name that no resource can have', () => {
    expect(problemOf([web], 'my chaos')).toContain(
      'GarbageDay "my chaos": the name begins the names of its resources',
    );
  });

  it('are refused with a stage that names of AWS have no room for', () => {
    expect(problemOf([web], 'Chaos', 'x'.repeat(31))).toBe('nothing');
    expect(problemOf([web], 'Chaos', 'x'.repeat(32))).toContain(
      'has 32 characters, and names of AWS leave room for 31',
    );
    expect(problemOf([web], 'Chaos', 'shop_1')).toContain(
      'has other characters than letters, digits and hyphens',
    );
  });
});

describe('an Auto Scaling group', () => {
  const tags = [
    { key: 'garbageday:group', value: 'web' },
    { key: 'garbageday:stage', value: 'shop-dev' },
  ];
  const wanted = { group: 'web', isReplicaSet: false, tags, fix: 'add them' };
  const opted = tags.map((tag) => ({ ...tag, propagateAtLaunch: true }));

  it('is taken with two members and the tags', () => {
    expect(whyNotThisGroup({ name: 'shop-web', size: 2, tags: opted }, wanted)).toBeNull();
    expect(whyNotThisGroup({ name: 'shop-web', size: null, tags: opted }, wanted)).toBeNull();
  });

  it('is not taken with one member, unless it is that of a replica set', () => {
    expect(whyNotThisGroup({ name: 'shop-web', size: 1, tags: opted }, wanted)).toContain(
      '"web" has one member',
    );
    expect(
      whyNotThisGroup({ name: 'shop-db-a', size: 1, tags: opted }, { ...wanted, isReplicaSet: true }),
    ).toBeNull();
  });

  it.each([
    ['without tags', []],
    ['with the tag of another group', [{ ...opted[0], value: 'api' }, opted[1]]],
    ['with tags that its servers do not get', opted.map((tag) => ({ ...tag, propagateAtLaunch: false }))],
  ])('is not taken %s', (_, own) => {
    expect(whyNotThisGroup({ name: 'shop-web', size: 3, tags: own as typeof opted }, wanted)).toBe(
      'the Auto Scaling group shop-web does not hand the tag garbageday:group=web to its servers, and only tagged servers may be hit; add them',
    );
  });
});

describe('the configuration of the component', () => {
  const config = { service: 'shop' };
  const groupOf = (group: object, more: object = {}) =>
    configurationOf('Chaos', { config: { ...config, ...more }, groups: [{ ...web, ...group }] }).groups[0];

  it('has a group of web servers for each that was given', () => {
    expect(groupOf({})).toMatchObject({ name: 'web', kind: 'web', desiredSize: 3, requiredHealthy: 2 });
  });

  it.each([
    [{ requiredHealthy: 5 }, { desiredSize: 6, requiredHealthy: 5 }],
    [{ requiredHealthy: '66%' as const }, { desiredSize: 3, requiredHealthy: 2, requiredPercent: 66 }],
    [{ requiredHealthy: '67%' as const }, { desiredSize: 4, requiredHealthy: 3, requiredPercent: 67 }],
    [{ requiredHealthy: '99%' as const }, { desiredSize: 100, requiredHealthy: 99, requiredPercent: 99 }],
    [
      { desiredSize: 9, requiredHealthy: '50%' as const },
      { desiredSize: 9, requiredHealthy: 5 },
    ],
  ])('%j is enough', (given, expected) => {
    expect(groupOf(given)).toMatchObject(expected);
  });

  it('keeps what the configuration says of a group, and lets the component say its size', () => {
    const groups = [{ kind: 'load-balancer' as const, name: 'web', desiredSize: 2, minAge: '10m' }];
    expect(groupOf({ desiredSize: 4 }, { groups })).toMatchObject({
      kind: 'load-balancer',
      desiredSize: 4,
      minAgeSeconds: 600,
    });
  });

  it.each(['0%', '100%', '150%'] as const)('is refused with %s', (requiredHealthy) => {
    expect(() => groupOf({ requiredHealthy })).toThrow(
      `GarbageDay "Chaos": config: groups[0].requiredHealthy: "${requiredHealthy}" is not between 1% and 99%`,
    );
  });
});
