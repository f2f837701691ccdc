/** The files on the disk of a replica-set member. */
import { commonFiles, type NodeFile } from './user-data.ts';

export const dataFiles: readonly NodeFile[] = [
  ...commonFiles,
  { from: 'data/mongod.conf', to: '/etc/garbageday/mongod.conf', mode: '0644' },
  {
    from: 'data/mongod-drop-in.conf',
    to: '/etc/systemd/system/mongod.service.d/garbageday.conf',
    mode: '0644',
  },
  { from: 'data/garbageday-name.service', to: '/etc/systemd/system/garbageday-name.service', mode: '0644' },
  {
    from: 'data/garbageday-replica-set.service',
    to: '/etc/systemd/system/garbageday-replica-set.service',
    mode: '0644',
  },
  { from: 'data/garbageday-role.service', to: '/etc/systemd/system/garbageday-role.service', mode: '0644' },
  { from: 'data/garbageday-role.timer', to: '/etc/systemd/system/garbageday-role.timer', mode: '0644' },
  { from: 'data/take-name.sh', to: '/opt/garbageday/take-name.sh', mode: '0755' },
  { from: 'data/replica-set.sh', to: '/opt/garbageday/replica-set.sh', mode: '0755' },
  { from: 'data/replica-set.js', to: '/opt/garbageday/replica-set.js', mode: '0644' },
  { from: 'data/say-role.sh', to: '/opt/garbageday/say-role.sh', mode: '0755' },
  { from: 'data/install.sh', to: '/opt/garbageday/install.sh', mode: '0755' },
];
