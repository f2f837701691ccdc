/** A stage that is nothing but what a test plants, to prove that the checks can fail. */
import { installedProject } from './platform.ts';
import { type Diff, type SstOptions, sstDiff } from './sst.ts';

const config = `/// <reference path="./.sst/platform/config.d.ts" />
export default $config({
  app: () => ({ name: 'garbageday', home: 'aws', providers: { aws: { version: '7.20.0' }, random: '4.16.6' } }),
  async run() {
    await import('./stacks/planted.ts');
  },
});
`;

/** `source` is the whole program. */
export async function diffPlanted(source: string): Promise<Diff> {
  const project = await installedProject({ 'sst.config.ts': config, 'stacks/planted.ts': source });
  try {
    return await sstDiff(project, 'planted');
  } finally {
    project.remove();
  }
}

/** The whole project with files replaced. */
export async function diffReplaced(
  planted: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>>,
  options: Omit<SstOptions, 'secrets'> = {},
): Promise<Diff> {
  const project = await installedProject(planted);
  try {
    return await sstDiff(project, 'dev', { ...options, secrets });
  } finally {
    project.remove();
  }
}
