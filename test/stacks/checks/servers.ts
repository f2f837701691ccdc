/** What every server must be: IMDSv2 only, its disk encrypted. */
import { type Captured, ofType, pick, type Stage } from '../harness/stage.ts';

function servers(stage: Stage): readonly Captured[] {
  return [
    ...ofType(stage, 'aws:ec2/launchTemplate:LaunchTemplate'),
    ...ofType(stage, 'aws:ec2/instance:Instance'),
  ];
}

/** The old metadata service gives its role to whoever can make the server send a request. */
export function withOldMetadata(stage: Stage): readonly string[] {
  return servers(stage)
    .filter((server) => pick(server, 'metadataOptions.httpTokens') !== 'required')
    .map(({ name }) => name);
}

export function withPlainDisks(stage: Stage): readonly string[] {
  return servers(stage)
    .filter((server) => {
      const device = pick(server, 'blockDeviceMappings.0.ebs') ?? pick(server, 'rootBlockDevice');
      const { encrypted, volumeType } = (device ?? {}) as { encrypted?: unknown; volumeType?: unknown };
      return String(encrypted) !== 'true' || volumeType !== 'gp3';
    })
    .map(({ name }) => name);
}
