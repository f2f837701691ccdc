import { describe, expect, it } from 'vitest';
import { openToEverybody, publicAddresses } from './checks/exposure.ts';
import { withOldMetadata, withPlainDisks } from './checks/servers.ts';
import { everyStage } from './harness/evaluated.ts';
import { type Captured, named, ofType, pick, text } from './harness/stage.ts';

function groups(name: string) {
  return [
    'Data1Group',
    'Data2Group',
    'Data3Group',
    ...(name === 'haproxy' ? ['HaproxyGroup'] : []),
    'WebGroup',
  ];
}

function tagsOf(group: Captured): Record<string, string> {
  const tags = pick(group, 'tags') as { key: string; value: string; propagateAtLaunch: boolean }[];
  return Object.fromEntries(
    tags.filter((tag) => tag.propagateAtLaunch).map(({ key, value }) => [key, value]),
  );
}

describe.each(everyStage)('servers of %s', (name, stage) => {
  it('come in these groups', () => {
    const found = ofType(stage, 'aws:autoscaling/group:Group').map((each) => each.name);
    expect(found.toSorted()).toEqual(groups(name));
  });

  it('speak IMDSv2 alone', () => expect(withOldMetadata(stage)).toEqual([]));
  it('encrypt their disks, gp3', () => expect(withPlainDisks(stage)).toEqual([]));
  it('get no public address', () => expect(publicAddresses(stage)).toEqual([]));

  it('nothing but the load balancer is open to everybody, on port 80', () => {
    expect(openToEverybody(stage)).toEqual(['LoadBalancerSecurityGroup-id: 80']);
  });

  it('are tagged so that chaos can tell them, each member with its slot', () => {
    const own = { 'garbageday:app': 'garbageday', 'garbageday:stage': name };
    expect(tagsOf(named(stage, 'WebGroup'))).toMatchObject({ ...own, 'garbageday:group': 'web' });
    const slots = [1, 2, 3].map((index) => tagsOf(named(stage, `Data${index}Group`)));
    expect(slots.map((tags) => tags['garbageday:slot'])).toEqual(['data-a', 'data-b', 'data-c']);
    for (const tags of slots) expect(tags).toMatchObject({ ...own, 'garbageday:group': 'data' });
  });

  it('the private subnets are in three zones, and each member has one of its own', () => {
    const subnets = ofType(stage, 'aws:ec2/subnet:Subnet').filter((each) => each.name.includes('Private'));
    expect(new Set(subnets.map((subnet) => text(subnet, 'availabilityZone'))).size).toBe(3);
    const homes = [1, 2, 3].map((index) => pick(named(stage, `Data${index}Group`), 'vpcZoneIdentifiers'));
    expect(homes).toEqual([1, 2, 3].map((index) => [`NetworkPrivateSubnet${index}-id`]));
    expect(pick(named(stage, 'WebGroup'), 'vpcZoneIdentifiers')).toEqual(homes.flat());
  });

  it('a member is alone in its group and is never refreshed: three at once would lose the data', () => {
    for (const index of [1, 2, 3]) {
      const { inputs } = named(stage, `Data${index}Group`);
      expect(inputs).toMatchObject({ minSize: 1, maxSize: 1, desiredCapacity: 1 });
      expect(inputs['instanceRefresh']).toBeUndefined();
    }
  });

  it('the web fleet is n+1, starts a new server before it stops an old one, and is not thrown away for its database', () => {
    expect(named(stage, 'WebGroup').inputs).toMatchObject({
      minSize: 3,
      desiredCapacity: 3,
      maxSize: 4,
      healthCheckType: 'EC2',
    });
  });

  it('a server that cannot be installed is thrown away', () => {
    for (const group of ofType(stage, 'aws:autoscaling/group:Group')) {
      expect(pick(group, 'initialLifecycleHooks'), group.name).toEqual([
        expect.objectContaining({
          lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
          defaultResult: 'ABANDON',
        }),
      ]);
    }
  });

  it('the image is Amazon Linux 2023 for arm64, and so is the type', () => {
    for (const template of ofType(stage, 'aws:ec2/launchTemplate:LaunchTemplate')) {
      // What the stand-in answers for AWS's parameter of the newest image for arm64, and for no other.
      expect(text(template, 'imageId')).toBe('ami-0fedcba9876543210');
      expect(text(template, 'instanceType')).toMatch(/^[a-z]+\d+g[a-z]*\./);
    }
  });

  it('only these may talk to each other', () => {
    const ingress = ofType(stage, 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule')
      .filter((rule) => pick(rule, 'referencedSecurityGroupId') !== undefined)
      .map((rule) => {
        const [from, to] = [text(rule, 'referencedSecurityGroupId'), text(rule, 'securityGroupId')];
        return `${from} → ${to}:${pick(rule, 'fromPort')}`.replaceAll('SecurityGroup-id', '');
      });
    const front = name === 'haproxy' ? ['LoadBalancer → Haproxy:8080', 'LoadBalancer → Haproxy:8404'] : [];
    const last = name === 'haproxy' ? 'Haproxy → Web:8080' : 'LoadBalancer → Web:8080';
    expect(ingress.toSorted()).toEqual(['Data → Data:27017', 'Web → Data:27017', ...front, last].toSorted());
  });
});

describe.each(everyStage)('the load balancer of %s', (name, stage) => {
  it('is the kind that deployment.ts says', () => {
    const kind = name === 'haproxy' ? 'network' : 'application';
    expect(named(stage, 'LoadBalancer').inputs).toMatchObject({
      loadBalancerType: kind,
      internal: false,
      enableDeletionProtection: name === 'production',
    });
  });

  it('asks whether a server is ready, twice before it lets go, in less time than the lame duck serves on', () => {
    const target = named(stage, name === 'haproxy' ? 'HaproxyTargets' : 'WebTargets');
    const check = pick(target, 'healthCheck') as {
      path: string;
      interval: number;
      unhealthyThreshold: number;
    };
    expect(check.path).toBe('/readyz');
    // DRAIN_MS=20000 in wordcount.service; in its second half it begins to hang up.
    expect(check.interval * check.unhealthyThreshold).toBeLessThanOrEqual(10);
  });

  it('has a name that AWS takes', () => {
    const named32 = [
      ...ofType(stage, 'aws:lb/loadBalancer:LoadBalancer'),
      ...ofType(stage, 'aws:lb/targetGroup:TargetGroup'),
    ];
    for (const each of named32) expect(text(each, 'name').length, each.name).toBeLessThanOrEqual(32);
  });
});
