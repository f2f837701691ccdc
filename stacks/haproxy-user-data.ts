/** The user data of each HAProxy server. */

import { region } from '@garbageday/sst/policy.ts';
import { haproxyFiles } from './haproxy-files.ts';
import { launchHook } from './launch-template.ts';
import { resourceName } from './naming.ts';
import { userData } from './user-data.ts';

/** `webGroup`: the group tag of the servers that it discovers. */
export function haproxyUserData(part: string, webGroup: string): $util.Output<string> {
  return region().apply((regionName) =>
    userData({
      files: haproxyFiles,
      install: '/opt/garbageday/install.sh',
      environment: {
        AWS_DEFAULT_REGION: regionName,
        GROUP_NAME: resourceName(part),
        HOOK_NAME: launchHook.name,
        WEB_GROUP: webGroup,
        STAGE: $app.stage,
      },
    }),
  );
}
