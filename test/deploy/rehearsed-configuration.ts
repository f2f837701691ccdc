/** The configuration that is deployed: chaos at any hour, armed, and few users, as this is one small machine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../stacks/harness/project.ts';

const configuration = {
  service: 'wordcount',
  mode: 'armed',
  schedule: {
    timeZone: 'UTC',
    from: '00:00',
    to: '24:00',
    workdays: [1, 2, 3, 4, 5, 6, 7],
    meanDaysBetween: 1,
    minDaysBetween: 1,
    maxPerDay: 1,
  },
  groups: [
    { kind: 'web', name: 'web', fault: 'terminate' },
    { kind: 'data', name: 'data', isEnabled: false },
  ],
  users: { ratePerSecond: 2 },
  probe: { ratePerSecond: 2, maxLag: '5s' },
  annotations: { cloudWatch: {} },
};

/** The files of the project that are written anew. `mirror`: where packages for servers are downloaded from. */
export function planted(mirror: string): Readonly<Record<string, string>> {
  const written = JSON.stringify(configuration, null, 2);
  const imported = "import { defineConfig } from '@garbageday/config/define-config.ts';";
  const packages = readFileSync(join(repositoryRoot, 'stacks/pinned-packages.ts'), 'utf8');
  return {
    'garbageday.config.ts': `${imported}\nexport default defineConfig(${written});\n`,
    'stacks/pinned-packages.ts': packages.replaceAll('https://', `${mirror}/`),
  };
}
