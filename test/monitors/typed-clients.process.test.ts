/** The exports in the hands of the typed clients that Grafana and Datadog publish: each key and each value is one that they know. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { datadogMonitors } from '@garbageday/monitors/export/datadog.ts';
import { exported } from '@garbageday/monitors/export/exported-slo.ts';
import { grafanaDashboard } from '@garbageday/monitors/export/grafana.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../acceptance/patience.ts';
import { pythonOf } from '../aws/emulators/python-environment.ts';
import { exportedConfiguration } from './export-configuration.ts';

type Complaints = { readonly grafana: readonly string[]; readonly datadog: readonly string[] };

let python = '';

beforeAll(async () => {
  python = await pythonOf({
    emulator: 'typed-clients',
    version: '1',
    packages: [
      // Thousands of modules, of which a dozen are imported.
      '--no-compile',
      ...['grafana-foundation-sdk==0.0.21', 'datadog-api-client==2.62.0', 'certifi==2026.10.19.post1'],
      ...['python-dateutil==4.0.0', 'typing_extensions==4.16.0', 'tzdata==2026.6', 'urllib3==2.8.0'],
    ],
    suite: 'npm test',
  });
}, patience(180_000));

function complaintsAbout(grafana: unknown, datadog: unknown): Complaints {
  const { status, stdout, stderr } = spawnSync(python, [join(import.meta.dirname, 'typed-clients.py')], {
    input: JSON.stringify({ grafana, datadog }),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const all = exported(exportedConfiguration);
const dashboard = grafanaDashboard(all);
const { document } = datadogMonitors(all);

describe('the typed clients', () => {
  it('know all of it', () => {
    expect(complaintsAbout(dashboard, document)).toEqual({ grafana: [], datadog: [] });
  });

  it('would say what they do not know', () => {
    const [first] = document.slos;
    const wrong = [
      { ...first, slo: { ...first?.slo, colour: 'red' }, monitors: [] },
      { ...first, slo: { ...first?.slo, thresholds: [{ timeframe: '31d', target: 99 }] }, monitors: [] },
      { ...first, monitors: first?.monitors.slice(0, 1).map((monitor) => ({ ...monitor, type: 'alarm' })) },
    ];
    const { grafana, datadog } = complaintsAbout({ ...dashboard, refreshEvery: '5s' }, { slos: wrong });
    expect(grafana).toEqual(['dashboard.refreshEvery is unknown']);
    expect(datadog.map((line) => line.split(/[ :]/)[0])).toEqual([
      ...['slos[0].slo.colour', 'slos[1].slo', 'slos[2].monitors[0]'],
    ]);
  });
});
