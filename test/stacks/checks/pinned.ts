/** What could be another program tomorrow than it is today. */
import { ofType, pick, type Stage } from '../harness/stage.ts';

/** Instances whose image a deployment would change on the day a newer one is published. */
export function unpinnedImages(stage: Stage, pinned: string | null = null): readonly string[] {
  return ofType(stage, 'aws:ec2/instance:Instance')
    .filter(({ options }) => !options.ignoreChanges.includes('ami'))
    .filter((instance) => pinned === null || pick(instance, 'ami') !== pinned)
    .map(({ name }) => name);
}

/** Amazon's own, whose repository the image locks to its version (AL2023 User Guide, "Deterministic upgrades"). */
const ofTheImage = ['haproxy'];

/** Packages that a server would fetch by name from a mirror, and repositories of others. Scripts and files by path. */
export function mirrorsOfTheDay(files: ReadonlyMap<string, string>): readonly string[] {
  return [...files].flatMap(([path, contents]) => {
    const installed = [...contents.matchAll(/^dnf install (.*)$/gm)]
      .flatMap(([, rest = '']) => rest.split(' '))
      .filter(
        (word) => !word.startsWith('-') && !word.startsWith('"$packages"/') && !ofTheImage.includes(word),
      );
    const repositories = /^baseurl=/m.test(contents) ? ['a repository'] : [];
    const fetched = [...contents.matchAll(/\b(?:curl|wget)\b.*(https:\/\/\S+)/g)].map(([, url]) =>
      String(url),
    );
    return [...installed, ...repositories, ...fetched].map((what) => `${path}: ${what}`);
  });
}

/** Auto Scaling groups whose failing launches nobody would hear of. */
export function silentLaunches(stage: Stage): readonly string[] {
  const watched = ofType(stage, 'aws:cloudwatch/metricAlarm:MetricAlarm')
    .filter((alarm) => pick(alarm, 'metricName') === 'GroupInServiceInstances')
    .filter(
      (alarm) => pick(alarm, 'alarmActions.0') !== undefined && pick(alarm, 'treatMissingData') === 'missing',
    )
    .map((alarm) => [pick(alarm, 'dimensions.AutoScalingGroupName'), pick(alarm, 'threshold')]);
  return ofType(stage, 'aws:autoscaling/group:Group')
    .filter((group) => {
      const isCollected = JSON.stringify(pick(group, 'enabledMetrics') ?? []).includes(
        'GroupInServiceInstances',
      );
      const [name, size] = [pick(group, 'name'), pick(group, 'desiredCapacity')];
      return !isCollected || !watched.some(([of, threshold]) => of === name && threshold === size);
    })
    .map(({ name }) => name);
}
