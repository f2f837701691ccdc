/** The first deployment and those after it: what waits for what, what is rolled out, what is never replaced. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { deploymentOf } from '../../stacks/deployment.ts';
import { alarmedBySilence, beforeServers, notYetReached } from './checks/beginnings.ts';
import { replacements, unclassified, unprotected } from './checks/replacements.ts';
import { imagesOfTheDay, withoutWayBack } from './checks/rollouts.ts';
import { evaluated, everyStage } from './harness/evaluated.ts';
import { diffPlanted, diffReplaced } from './harness/planted.ts';
import { repositoryRoot } from './harness/project.ts';
import { named, ofType, pick, type Stage, stageOf } from './harness/stage.ts';

const slack = { SlackWebhook: 'https://hooks.slack.test/services/T/B/X' };
function source(path: string) {
  return readFileSync(join(repositoryRoot, path), 'utf8');
}

/** Fails when there is nothing to replace: a test about nothing must not pass. */
function edited(path: string, edits: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const before = source(path);
  const after = Object.entries(edits).reduce((text, [from, to]) => text.replace(from, to), before);
  for (const from of Object.keys(edits))
    if (!before.includes(from)) throw new Error(`${path} has no ${from}`);
  return { [path]: after };
}

describe.each(everyStage)('a deployment of %s', (name, stage) => {
  const { serverImage, keepsData } = deploymentOf(name);

  it('starts servers from one image, by id', () => {
    expect(imagesOfTheDay(stage, serverImage)).toEqual([]);
    const images = ofType(stage, 'aws:ec2/launchTemplate:LaunchTemplate').map((each) =>
      pick(each, 'imageId'),
    );
    expect(new Set(images).size).toBe(1);
  });

  it('rolls its servers out so that they can be rolled back', () =>
    expect(withoutWayBack(stage)).toEqual([]));

  it('changes the launch hooks in place', () => {
    const groups = ofType(stage, 'aws:autoscaling/group:Group');
    const hooks = ofType(stage, 'aws:autoscaling/lifecycleHook:LifecycleHook');
    expect(hooks.map((hook) => pick(hook, 'autoscalingGroupName')).toSorted()).toEqual(
      groups.map((group) => pick(group, 'name')).toSorted(),
    );
    for (const group of groups) {
      const [initial] = pick(group, 'initialLifecycleHooks') as readonly object[];
      expect(hooks[0]?.inputs, group.name).toMatchObject(initial ?? {});
    }
  });

  it('measures, draws and reports nothing before servers serve', () => {
    expect(beforeServers(stage)).toEqual([]);
    expect(notYetReached(stage)).toEqual([]);
  });

  it('is not alarmed by its own silence', () => expect(alarmedBySilence(stage)).toEqual([]));

  it('has no resource of which no one knows whether it holds data', () => {
    expect(unclassified(stage)).toEqual([]);
  });

  it(`${keepsData ? 'protects' : 'does not protect'} what holds data`, () => {
    expect([keepsData, unprotected(stage).length > 0]).toEqual([
      name === 'production',
      name !== 'production',
    ]);
  });
});

describe('a deployment with other settings', () => {
  const dev = evaluated('dev');
  let after: Stage;
  let asked: readonly string[];
  beforeAll(async () => {
    const planted = {
      ...edited('stacks/launch-template.ts', { 'heartbeatTimeout: 600': 'heartbeatTimeout: 900' }),
      ...edited('stacks/deployment.ts', {
        "dataInstanceType: 't4g.medium'": "dataInstanceType: 't4g.large'",
        'dataVolumeGib: 20': 'dataVolumeGib: 40',
        'serverImage: null,': "serverImage: 'ami-0aaaaaaaaaaaaaaaa',",
      }),
      'garbageday.config.ts': `export default { mode: 'armed', groups: [
        { kind: 'web', name: 'web', desiredSize: 5, requiredHealthy: 3 },
        { kind: 'data', name: 'data', desiredSize: 3, requiredHealthy: 2, fault: 'power-cut' },
        { kind: 'load-balancer', name: 'load-balancer' },
      ] };\n`,
    };
    const diff = await diffReplaced(planted, slack);
    expect([diff.code, diff.errors]).toEqual([0, []]);
    after = stageOf('dev', diff);
    asked = diff.asked;
  });

  it('asks whether the probe is heard before it creates the alarm on its silence', () => {
    expect(asked).toContainEqual(expect.stringContaining('GetMetricData'));
  });

  it('changes a heartbeat, types, disks and the image, and replaces nothing that holds data', () => {
    expect(pick(named(after, 'Data1LaunchHook'), 'heartbeatTimeout')).toBe(900);
    expect(pick(named(after, 'Data1Template'), 'instanceType')).toBe('t4g.large');
    expect(imagesOfTheDay(after, 'ami-0aaaaaaaaaaaaaaaa')).toEqual([]);
    expect(replacements(dev, after)).toEqual([]);
  });

  it('deploys what decides anew where the configuration has changed, and the probe as it was', () => {
    const changed = ['Draw', 'ExperimentHandler', 'Reporter', 'Alert', 'Probe', 'Users'].filter(
      (name) => pick(named(dev, `${name}Code`), 'key') !== pick(named(after, `${name}Code`), 'key'),
    );
    expect(changed).toEqual(['Draw', 'ExperimentHandler', 'Reporter', 'Alert']);
  });

  it('would destroy all data members by that heartbeat, if their groups did not ignore it', () => {
    const heeding = after.resources.map((each) => ({
      ...each,
      options: { ...each.options, ignoreChanges: [] },
    }));
    const found = replacements(dev, { ...after, resources: heeding }).filter((line) => /Group/.test(line));
    const lost = (group: string) =>
      expect.stringMatching(new RegExp(`^${group} is replaced: .*initialLifecycleHooks`));
    expect(found).toEqual(expect.arrayContaining(['Data1Group', 'Data2Group', 'Data3Group'].map(lost)));
  });

  it('that gives the data group another name is seen to replace it', async () => {
    const renamed = "export default { groups: [{ kind: 'web' }, { kind: 'data', name: 'store' }] };\n";
    const diff = await diffReplaced({ 'garbageday.config.ts': renamed }, slack);
    expect([diff.code, diff.errors]).toEqual([0, []]);
    const found = replacements(dev, stageOf('dev', diff));
    for (const index of [1, 2, 3]) expect(found).toContain(`Data${index}Group is replaced: name`);
  });

  it('finds a table, a password and a group that would be lost', () => {
    const resources = dev.resources
      .filter(({ name }) => name !== 'Data3Group')
      .map((each) => {
        if (each.name === 'LedgerTable') return { ...each, inputs: { ...each.inputs, rangeKey: 'other' } };
        return each.name === 'DataAppPassword' ? { ...each, inputs: { ...each.inputs, length: 41 } } : each;
      });
    expect(replacements(dev, { ...dev, resources }).toSorted()).toEqual([
      'Data3Group is deleted',
      'DataAppPassword is replaced: length',
      'LedgerTable is replaced: rangeKey',
    ]);
  });
});

describe('a deployment asks AWS', () => {
  it('and refuses another size of the replica set, and fails with a rollout that was rolled back', async () => {
    const remembered = { DataSize: { insecureValue: '5' } };
    const aws = { runningVersion: '0', refreshEndsAs: 'RollbackSuccessful' };
    const diff = await diffReplaced({}, slack, { remembered, aws });
    expect(diff.code).not.toBe(0);
    expect(diff.errors.join('\n')).toContain(
      'asks for 3 data servers, and the replica set of this stage has 5',
    );
    expect(diff.errors.join('\n')).toContain(
      'The rollout of garbageday-dev-web to version 1 of its launch template ended as RollbackSuccessful ' +
        '(as the test says); its servers run version 0 again',
    );
    expect(diff.registered).toContain('WebGroup');
    expect(diff.registered.filter((name) => /^Data\dGroup$/.test(name))).toEqual([]);
  });
});

const violations = `
new aws.ec2.LaunchTemplate('LookedUp', { imageId: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/x' });
const template = new aws.ec2.LaunchTemplate('Newest', { imageId: 'ami-0123456789abcdef0' });
const group = { minSize: 2, maxSize: 2, desiredCapacity: 2, vpcZoneIdentifiers: ['subnet-1'], targetGroupArns: ['arn:aws:x'] };
const launchTemplate = { id: template.id, version: template.latestVersion.apply(String) };
new aws.autoscaling.Group('ByProvider', {
  ...group, launchTemplate, minElbCapacity: 2, instanceRefresh: { strategy: 'Rolling', preferences: { autoRollback: true } },
}, { ignoreChanges: ['launchTemplate'] });
const early = new aws.autoscaling.Group('AtOnce', { ...group, launchTemplate });
new sst.aws.CronV2('Early', { schedule: 'rate(1 minute)', function: 'functions/probe.handler', transform: {
  schedule: (_, options) => { options.dependsOn = [early]; return undefined; },
} });
new aws.cloudwatch.MetricAlarm('Silent', {
  name: 'silent', namespace: 'X', metricName: 'Heartbeat', statistic: 'Sum', period: 60, evaluationPeriods: 3,
  threshold: 1, comparisonOperator: 'LessThanThreshold', treatMissingData: 'breaching',
});
new aws.ssm.Parameter('Written', { name: '/written', type: 'String', value: 'no' }, { ignoreChanges: ['value'] });
new aws.kms.Key('NobodyKnows', {});
`;

describe('the checks of deployments find what was planted', () => {
  let stage: Stage;
  beforeAll(async () => {
    const diff = await diffPlanted(violations);
    expect([diff.code, diff.errors]).toEqual([0, []]);
    stage = stageOf('planted', diff);
  });

  it('an image of the day', () => {
    expect(imagesOfTheDay(stage, null)).toEqual(['LookedUp', 'Newest']);
    expect(imagesOfTheDay(stage, 'ami-0123456789abcdef0')).toEqual(['LookedUp']);
  });
  it('a refresh that rolls back to the new template, and a template without a rollout', () => {
    expect(withoutWayBack(stage).toSorted()).toEqual([
      'AtOnce: gets a new template without a rollout',
      "ByProvider: the provider's refresh rolls back to the new template",
    ]);
  });
  it('a schedule that begins before its servers, and a group that is there before it is reached', () => {
    expect(beforeServers(stage)).toEqual(['EarlySchedule before ByProvider']);
    expect(notYetReached(stage)).toEqual(['AtOnce']);
  });
  it('an alarm that rings because nothing is there yet', () => {
    expect(alarmedBySilence(stage)).toEqual(['Silent']);
  });
  it('what is not protected, and what no one has classified', () => {
    expect(unprotected(stage)).toEqual(['Written']);
    expect(unclassified(stage)).toEqual(['aws:kms/key:Key']);
  });
});
