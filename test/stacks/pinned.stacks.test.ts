/** A replacement is what the first server was; one that cannot start is heard of. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { mongodbKey, mongodbPackages, nodePackage } from '../../stacks/pinned-packages.ts';
import { mirrorsOfTheDay, silentLaunches, unpinnedImages } from './checks/pinned.ts';
import { everyStage } from './harness/evaluated.ts';
import { userDataDirectory } from './harness/node.ts';
import { diffPlanted } from './harness/planted.ts';
import { named, ofType, pick, type Stage, stageOf, text } from './harness/stage.ts';

const files = new Map(
  globSync('*/*', { cwd: userDataDirectory })
    .toSorted()
    .map((path) => [path, readFileSync(join(userDataDirectory, path), 'utf8')]),
);

/** The environment file in a launch template's user data. */
function environmentOf(stage: Stage, template: string): Record<string, string> {
  const document = Buffer.from(text(named(stage, template), 'userData'), 'base64').toString();
  const { write_files: written } = JSON.parse(document.slice(document.indexOf('\n'))) as {
    write_files: { path: string; content: string }[];
  };
  const settings = written.find(({ path }) => path.endsWith('node.env'))?.content ?? '';
  return Object.fromEntries(settings.split('\n').map((line) => line.split('=', 2)));
}

describe.each(everyStage)('in %s', (_, stage) => {
  it('no way out changes its image by itself', () => expect(unpinnedImages(stage)).toEqual([]));
  it('every group that cannot replace what it lost rings', () => expect(silentLaunches(stage)).toEqual([]));

  it('what servers install lies in the bucket before one boots, and each may read its own', () => {
    const keys = (pattern: RegExp) =>
      ofType(stage, 'aws:s3/bucketObjectv2:BucketObjectv2')
        .filter(({ name }) => pattern.test(name))
        .map((each) => text(each, 'key'));
    expect(keys(/^WebPackage/)).toEqual([environmentOf(stage, 'WebTemplate')['NODE_KEY']]);
    expect(environmentOf(stage, 'WebTemplate')['NODE_SHA512']).toBe(nodePackage.sha512);
    for (const member of ['Data1', 'Data2', 'Data3']) {
      expect(environmentOf(stage, `${member}Template`)['PACKAGE_KEYS']).toBe(keys(/^DataPackage/).join(','));
      expect(named(stage, `${member}Group`).options.dependsOn).toEqual(
        expect.arrayContaining(['DataPackage1', 'DataPackage2', 'DataPackage3']),
      );
      const policy = text(named(stage, `${member}Policy`), 'policy');
      for (const key of keys(/^DataPackage/)) expect(policy).toContain(`/${key}"`);
    }
  });
});

describe('packages', () => {
  it('name their whole version, and come by HTTPS', () => {
    const versioned = [nodePackage, ...mongodbPackages];
    for (const { file, url } of versioned)
      expect([file, url]).toEqual([
        expect.stringMatching(/-\d+\.\d+\.\d+/),
        expect.stringMatching(new RegExp(`^https://.*${file}$`)),
      ]);
    expect(mongodbKey.url).toMatch(/^https:/);
    expect(nodePackage.sha512).toMatch(/^[0-9a-f]{128}$/);
  });

  it('are never asked of a mirror by a server', () => expect(mirrorsOfTheDay(files)).toEqual([]));

  it.each([
    ['by name', 'dnf install --assumeyes nodejs24\n', 'x: nodejs24'],
    ['from a repository of others', '[mongodb]\nbaseurl=https://repo.mongodb.org/yum\n', 'x: a repository'],
    [
      'by address',
      'curl --silent https://rpm.nodesource.com/setup | bash\n',
      'x: https://rpm.nodesource.com/setup',
    ],
  ])('asked of a mirror %s are found', (_, contents, finding) => {
    expect(mirrorsOfTheDay(new Map([['x', contents]]))).toEqual([finding]);
  });
});

describe('planted', () => {
  let stage: Stage;
  beforeAll(async () => {
    const source = `
const image = aws.ec2.getAmiOutput({ owners: ['568608671756'], mostRecent: true }).id;
new aws.ec2.Instance('Drifting', { ami: image, instanceType: 't4g.nano' });
new aws.autoscaling.Group('Silent', { name: 'silent', minSize: 1, maxSize: 1, desiredCapacity: 1 });
const heard = { enabledMetrics: ['GroupInServiceInstances' as const], desiredCapacity: 2, minSize: 2, maxSize: 2 };
new aws.autoscaling.Group('TooFew', { name: 'too-few', ...heard });
new aws.cloudwatch.MetricAlarm('TooFewAlarm', {
  name: 'too-few', metricName: 'GroupInServiceInstances', namespace: 'AWS/AutoScaling', evaluationPeriods: 1,
  comparisonOperator: 'LessThanThreshold', threshold: 1, dimensions: { AutoScalingGroupName: 'too-few' },
  treatMissingData: 'missing', alarmActions: ['arn:aws:lambda:eu-west-1:111122223333:function:x'],
});
`;
    const diff = await diffPlanted(source);
    expect([diff.code, diff.errors]).toEqual([0, []]);
    stage = stageOf('planted', diff);
  });

  it('an image of the day is found', () => {
    expect(unpinnedImages(stage)).toEqual(['Drifting']);
    expect(unpinnedImages(stage, String(pick(named(stage, 'Drifting'), 'ami')))).toEqual([]);
  });

  it('a group without an alarm, or with one that rings too late, is found', () => {
    expect(silentLaunches(stage)).toEqual(['Silent', 'TooFew']);
  });
});
