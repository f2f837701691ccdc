/** Cloud-init for a server: files of stacks/user-data/ are put in place, then one script is run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of stacks/user-data/ and where it goes. */
export type NodeFile = { readonly from: string; readonly to: string; readonly mode: '0755' | '0644' };

export type NodeSetup = {
  readonly files: readonly NodeFile[];
  /** Becomes /etc/garbageday/node.env. No secrets: anyone who may describe the instance can read its user data. */
  readonly environment: Readonly<Record<string, string>>;
  /** Run once, as root, after the files are in place. */
  readonly install: string;
};

/** EC2's limit, before base64. */
export const userDataLimitBytes = 16_384;

/**
 * Base64 of a `#cloud-config` document. It is written as JSON, which is YAML, so that no script needs quoting.
 *
 * @throws Error if it does not fit.
 */
export function userData(setup: NodeSetup): string {
  const document = `#cloud-config\n${JSON.stringify(cloudConfig(setup))}\n`;
  const bytes = Buffer.byteLength(document);
  if (bytes > userDataLimitBytes) {
    throw new Error(
      `user data for ${setup.install} is ${bytes} bytes; the limit of EC2 is ${userDataLimitBytes}`,
    );
  }
  return Buffer.from(document).toString('base64');
}

function cloudConfig({ files, environment, install }: NodeSetup) {
  const scripts = files.map(({ from, to, mode }) => ({
    path: to,
    permissions: mode,
    content: readFileSync(join(process.cwd(), 'stacks/user-data', from), 'utf8'),
  }));
  const settings = {
    path: '/etc/garbageday/node.env',
    permissions: '0644',
    content: environmentFile(environment),
  };
  return { write_files: [settings, ...scripts], runcmd: [[install]] };
}

/** Read by both systemd and bash, so values must not need quoting in either. */
export function environmentFile(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([key, value]) => {
      if (!/^[\w./:,@=-]*$/.test(value))
        throw new Error(`${key} cannot be written to an environment file: ${value}`);
      return `${key}=${value}\n`;
    })
    .join('');
}

/** What every server gets: scripts to query the metadata service, fetch a parameter and complete its launch. */
export const commonFiles: readonly NodeFile[] = [
  { from: 'common/metadata.sh', to: '/opt/garbageday/metadata.sh', mode: '0755' },
  { from: 'common/complete-launch.sh', to: '/opt/garbageday/complete-launch.sh', mode: '0755' },
];
