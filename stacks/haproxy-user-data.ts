/** What one of the HAProxy pair finds on its disk. */
import { launchHook } from './launch-template.ts';
import { resourceName } from './naming.ts';
import { region } from './policy.ts';
import { commonFiles, type NodeFile, userData } from './user-data.ts';

const files: readonly NodeFile[] = [
  ...commonFiles,
  { from: 'load-balancer/haproxy.cfg', to: '/etc/garbageday/haproxy.cfg', mode: '0644' },
  {
    from: 'load-balancer/haproxy-drop-in.conf',
    to: '/etc/systemd/system/haproxy.service.d/garbageday.conf',
    mode: '0644',
  },
  { from: 'load-balancer/discover.sh', to: '/opt/garbageday/discover.sh', mode: '0755' },
  {
    from: 'load-balancer/garbageday-discover.service',
    to: '/etc/systemd/system/garbageday-discover.service',
    mode: '0644',
  },
  {
    from: 'load-balancer/garbageday-discover.timer',
    to: '/etc/systemd/system/garbageday-discover.timer',
    mode: '0644',
  },
  { from: 'load-balancer/install.sh', to: '/opt/garbageday/install.sh', mode: '0755' },
];

/** `webGroup`: the group tag of the servers that it shall find. */
export function haproxyUserData(part: string, webGroup: string): $util.Output<string> {
  return region().apply((regionName) =>
    userData({
      files,
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
