/** Evaluates the stages once for all test files: a stage takes SST five to fifteen seconds. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installedProject } from './platform.ts';
import { sstDiff } from './sst.ts';
import { type Stage, stageOf } from './stage.ts';

/** `haproxy`: a stage of stacks/deployment.ts with the other load balancer. */
export const stageNames = ['dev', 'production', 'haproxy'] as const;

export type StageName = (typeof stageNames)[number];

declare module 'vitest' {
  interface ProvidedContext {
    /** Directory with `<stage>.json`, each a `Stage`. */
    stages: string;
    /** The evaluated copy of the project; the bundles of the last stage are in its `.sst/artifacts`. */
    project: string;
  }
}

export async function setup(vitest: TestProject): Promise<() => void> {
  const project = await installedProject();
  const directory = mkdtempSync(join(tmpdir(), 'garbageday-stages-'));
  const remove = () => {
    project.remove();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    for (const name of stageNames)
      writeFileSync(join(directory, `${name}.json`), JSON.stringify(await evaluate(name)));
  } catch (error) {
    remove();
    throw error;
  }
  vitest.provide('stages', directory);
  vitest.provide('project', project.root);
  return remove;

  async function evaluate(name: StageName): Promise<Stage> {
    const diff = await sstDiff(project, name);
    const { code, errors, stderr } = diff;
    if (code !== 0)
      throw new Error(`sst diff --stage ${name} ended with ${code}: ${errors.join('\n')}\n${stderr}`);
    return stageOf(name, diff);
  }
}
