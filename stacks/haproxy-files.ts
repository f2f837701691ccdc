/** The files on the disk of each HAProxy server. */
import { commonFiles, type NodeFile } from './user-data.ts';

export const haproxyFiles: readonly NodeFile[] = [
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
