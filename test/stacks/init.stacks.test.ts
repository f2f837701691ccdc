/** What `garbageday init` writes for an Auto Scaling group, as the real `sst diff` reads it. */
import { execFileSync } from 'node:child_process';
import { configurationText } from '@garbageday/cli/init/configuration-text.ts';
import { sstText } from '@garbageday/cli/init/sst-text.ts';
import { beforeAll, expect, it } from 'vitest';
import { installedExample } from './harness/example.ts';
import { repositoryRoot } from './harness/project.ts';
import { sstDiff } from './harness/sst.ts';
import { named, ofType, pick, stageOf, text } from './harness/stage.ts';

beforeAll(() => {
  execFileSync('npm', ['run', 'build'], { cwd: repositoryRoot, stdio: ['ignore', 'ignore', 'inherit'] });
});

it('deploys the chaos half beside a group that is known by its name, and nothing else', async () => {
  const group = { name: 'web', autoScalingGroup: 'shop-web', targetGroupArns: [] };
  const url = new URL('https://shop.example.com/cart?a=1');
  const answers = { kind: 'auto-scaling-groups', region: 'eu-central-1', url, groups: [group] } as const;
  const project = await installedExample('sst-auto-scaling-group', {
    'sst.config.ts': sstText(answers, 'shop'),
    'garbageday.config.ts': configurationText(answers, 'shop'),
  });
  try {
    const diff = await sstDiff(project, 'production', { secrets: {} });
    expect([diff.code, diff.errors]).toEqual([0, []]);
    const stage = stageOf('production', diff);
    expect(ofType(stage, 'aws:autoscaling/group:Group')).toEqual([]);
    const fleet = pick(named(stage, 'ChaosDrawFunction'), 'environment.variables.FLEET');
    expect(JSON.parse(String(fleet))).toMatchObject([{ group: 'web', autoScalingGroups: ['shop-web'] }]);
    const measuring = text(named(stage, 'ChaosProbeVisitFunction'), 'environment.variables.MEASURING');
    expect(JSON.parse(measuring).journey).toMatchObject({ name: 'visit', steps: [{ path: '/cart?a=1' }] });
  } finally {
    project.remove();
  }
});
