/** The files on the disk of a web server. */
import { commonFiles, type NodeFile } from './user-data.ts';

export const webFiles: readonly NodeFile[] = [
  ...commonFiles,
  { from: 'web/install.sh', to: '/opt/garbageday/install.sh', mode: '0755' },
  { from: 'web/wordcount.service', to: '/etc/systemd/system/wordcount.service', mode: '0644' },
];
