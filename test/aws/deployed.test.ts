import { fleetGroupsSchema } from '@garbageday/aws/contract/fleet-group.ts';
import {
  areLossesTold,
  countedBy,
  deployed,
  needingUsers,
  reportedIn,
  withoutUsers,
} from '@garbageday/aws/deployed.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';

const kept = { group: 'web', autoScalingGroups: ['shop-web'], targetGroupArns: [] };
const members = { tags: [{ key: 'Role', value: 'api' }], ids: [], desiredSize: 3 };
const unkept = { group: 'api', autoScalingGroups: [], targetGroupArns: ['arn'], members };

describe('the configuration of a stage', () => {
  const groups = ['web', 'api', 'elsewhere'].map((name) => ({ kind: 'web' as const, name }));
  const configuration = parseConfiguration({ groups }, 'a test', 'aws');

  it('has the groups that are deployed, and knows which of them nothing replaces', () => {
    const { groups: there } = deployed(configuration, [kept, { ...unkept, replacement: 'none' as const }]);
    expect(there.map(({ name, replacement }) => [name, replacement])).toEqual([
      ['web', undefined],
      ['api', 'none'],
    ]);
  });
});

describe('where a group is kept', () => {
  it.each([
    ['an Auto Scaling group', [kept], true],
    ['servers with tags', [unkept], true],
    ['listed servers', [{ ...unkept, members: { ...members, tags: [], ids: ['i-1', 'i-2', 'i-3'] } }], true],
    ['a quorum', [{ ...kept, role: { tag: 'Role', primary: 'leader', secondary: 'follower' } }], true],
    ['nothing', [{ ...kept, autoScalingGroups: [] }], false],
    ['an Auto Scaling group and servers', [{ ...kept, members }], false],
    ['servers by tags and one by one', [{ ...unkept, members: { ...members, ids: ['i-1'] } }], false],
    ['neither tags nor servers', [{ ...unkept, members: { ...members, tags: [] } }], false],
    ['one server', [{ ...unkept, members: { ...members, desiredSize: 1 } }], false],
  ])('%s', (_, written, isValid) => {
    expect(fleetGroupsSchema.safeParse(written).success).toBe(isValid);
  });
});

it('tells of lost servers only where Auto Scaling keeps all groups', () => {
  expect(areLossesTold([kept])).toBe(true);
  expect(areLossesTold([kept, unkept])).toBe(false);
});

describe("users' own requests", () => {
  const front = [{ name: 'front', path: '/' }];
  const counted = { kind: 'alb-metrics', loadBalancer: 'app/shop/50dc6c495c0c9188' } as const;
  const configuration = parseConfiguration(
    {
      journeys: [
        { name: 'users', role: 'load', measuredBy: { ...counted, loadBalancer: 'app/former/1' } },
        { name: 'app', role: 'load', steps: front },
        { name: 'probe', role: 'judge', steps: front },
      ],
      composites: [
        {
          name: 'felt',
          objective: 0.99,
          members: [{ slo: 'users: availability' }, { slo: 'probe: availability' }],
        },
        {
          name: 'all',
          objective: 0.99,
          members: [{ slo: 'app: availability' }, { slo: 'probe: availability' }],
        },
      ],
    },
    'a test',
    'aws',
  );

  it('are counted by whom the deployment names', () => {
    const { journeys } = countedBy(configuration, [{ journey: 'users', source: counted }]);
    expect(journeys.map(({ name, measuredBy }) => [name, measuredBy])).toEqual([
      ['users', counted],
      ['app', undefined],
      ['probe', undefined],
    ]);
    // A stage that was deployed before has no one who counts.
    expect(countedBy(configuration, []).journeys.some((each) => 'measuredBy' in each)).toBe(false);
  });

  it('are promised something where they are counted, though no users are simulated', () => {
    const there = withoutUsers(configuration);
    expect(new Set(there.slos.map(({ journey }) => journey))).toEqual(new Set(['users', 'probe']));
    expect(there.composites.map(({ name }) => name)).toEqual(['felt']);
    expect(needingUsers(configuration)).toEqual([{ name: 'all', needs: ['app: availability'] }]);
  });

  it('are in every report of a stage that counts them, whether or not others are simulated', () => {
    const traffic = [{ journey: 'users', source: counted }];
    const slosIn = (hasUsers: boolean) => {
      const reported = reportedIn({ fleet: [], traffic, hasUsers }, configuration);
      return [[...new Set(reported.configuration.slos.map(({ journey }) => journey))], reported.notEvaluated];
    };
    expect(slosIn(false)).toEqual([['users', 'probe'], [{ name: 'all', needs: ['app: availability'] }]]);
    expect(slosIn(true)).toEqual([['users', 'app', 'probe'], []]);
  });
});
