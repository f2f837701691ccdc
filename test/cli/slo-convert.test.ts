import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from './run.ts';
import { directoryOf } from './slo-files.ts';
import { schemaErrors } from './slo-schema.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const openSlo = readFileSync(join(root, 'examples/openslo/wordcount.yaml'), 'utf8');

async function convert(files: Readonly<Record<string, string>>, ...argv: string[]) {
  return await run(['slo', 'convert', ...argv], { cwd: directoryOf(files) });
}

describe('slo convert', () => {
  it('gives back the same configuration by way of OpenSLO', async () => {
    const first = await convert({ 'a.yaml': openSlo }, 'a.yaml');
    // A configuration wants an objective of the probe, and has one.
    const second = await convert({ 'a.json': first.stdout }, 'a.json');
    const third = await convert({ 'b.yaml': second.stdout }, 'b.yaml');
    expect([first.code, second.code, third.code]).toEqual([0, 0, 0]);
    const [before, after] = [JSON.parse(first.stdout), JSON.parse(third.stdout)];
    // The default alerts were left out before; OpenSLO has them written out.
    expect(after.slos[1].alerts).toHaveLength(4);
    delete after.slos[1].alerts;
    expect(after).toEqual(before);
  });

  it.each([
    'minimal.config.json',
    'strict-budget.config.json',
    'night-shift.config.ts',
    'five-servers.config.ts',
  ])('writes the objectives of examples/%s, which validate', async (name) => {
    const { stdout, code } = await run(['slo', 'convert', join(root, 'examples', name)], { cwd: root });
    expect(code).toBe(0);
    const validated = await run(['slo', 'validate', 'a.yaml'], { cwd: directoryOf({ 'a.yaml': stdout }) });
    expect([validated.code, validated.stderr]).toEqual([0, '']);
  });

  it('prints one document with --json, either way', async () => {
    const toConfig = JSON.parse((await convert({ 'a.yaml': openSlo }, 'a.yaml', '--json')).stdout);
    const errorsOf = schemaErrors('slo-convert');
    expect(errorsOf(toConfig)).toEqual([]);
    expect(toConfig).toMatchObject({
      schema: 'garbageday/slo-convert@1',
      file: 'a.yaml',
      from: 'openslo',
      configuration: { service: 'wordcount', users: { latencyThreshold: '300ms' } },
    });
    const config = JSON.stringify(toConfig.configuration);
    const toOpenSlo = JSON.parse((await convert({ 'a.json': config }, 'a.json', '--json')).stdout);
    expect(errorsOf(toOpenSlo)).toEqual([]);
    expect(toOpenSlo).toMatchObject({ schema: 'garbageday/slo-convert@1', file: 'a.json', from: 'config' });
    expect(toOpenSlo.documents.map(({ kind }: { kind: string }) => kind)).toEqual([
      'Service',
      'SLO',
      'SLO',
      ...Array(4).fill(['AlertPolicy', 'AlertCondition']).flat(),
      'AlertNotificationTarget',
    ]);
  });

  const composites = JSON.stringify({
    slos: [
      { journey: 'probe', sli: 'availability', objective: 0.999 },
      { journey: 'users', sli: 'availability', objective: 0.999 },
    ],
    composites: [
      {
        name: 'all',
        objective: 0.99,
        members: [{ slo: 'probe: availability' }, { slo: 'users: availability' }],
      },
    ],
  });
  const exclusions = JSON.stringify({
    exclusions: [{ name: 'move', from: '2026-12-28T22:00', to: '2026-12-29T02:00' }],
  });
  const bad: Record<string, readonly [files: Record<string, string>, argv: string[], line: string]> = {
    'a composite, for which OpenSLO has no words': [
      { 'a.json': composites },
      ['a.json'],
      'a.json: composites[0]: OpenSLO v1 has no composites with an objective of their own; convert a configuration without it',
    ],
    'an exclusion, for which OpenSLO has no words': [
      { 'a.json': exclusions },
      ['a.json'],
      'a.json: exclusions[0]: OpenSLO v1 has no exclusions; convert a configuration without it',
    ],
    'what is there already': [
      { 'a.yaml': openSlo },
      ['a.yaml', '--to', 'openslo'],
      '--to: a.yaml is openslo already; write config',
    ],
    'an unknown form': [
      { 'a.yaml': openSlo },
      ['a.yaml', '--to', 'yaml'],
      '--to: "yaml" is unknown; known: openslo, config',
    ],
    'a file that is not there': [{}, ['a.yaml'], 'a.yaml: there is no such file; check its name'],
    'objectives measured elsewhere': [
      { 'a.yaml': openSlo.replaceAll('type: garbageday', 'type: Prometheus') },
      ['a.yaml'],
      'a.yaml:23: spec.indicator.spec.ratioMetric.good.metricSource: is measured elsewhere (Prometheus), so that only slices from a file can tell; for a journey of this project write type: garbageday',
    ],
    'alerts told elsewhere': [
      { 'a.yaml': openSlo.replace('target: slack', 'target: pagerduty') },
      ['a.yaml'],
      'a.yaml:120: spec.target: "pagerduty" is not a target that Garbage Day can notify; write slack',
    ],
    'two thresholds of one journey': [
      {
        'a.yaml':
          openSlo +
          openSlo
            .slice(openSlo.indexOf('---\napiVersion: openslo/v1\nkind: SLO\nmetadata:\n  name: users'))
            .split('---')[1]
            ?.replace('users-latency', 'b')
            .replace('value: 300', 'value: 500')
            .replace(/^/, '---\n'),
      },
      ['a.yaml'],
      "a.yaml:149: spec.objectives[0].targetPercent: a configuration cannot keep this objective: its threshold is 500 ms and another's 300 ms; the journey users has one",
    ],
  };

  it.each(Object.entries(bad))('refuses %s', async (_sentence, [files, argv, line]) => {
    const ran = await convert(files, ...argv);
    expect(ran).toMatchObject({ code: 2, stdout: '', stderr: `garbageday: ${line}\n` });
  });
});

describe('examples/openslo', () => {
  const files = readdirSync(join(root, 'examples/openslo')).filter(
    (name) => name.endsWith('.yaml') && name !== 'alerts.yaml',
  );

  it.each(files)('%s validates', async (name) => {
    const { code, stderr } = await run(['slo', 'validate', `examples/openslo/${name}`], { cwd: root });
    expect([code, stderr]).toEqual([0, '']);
  });

  it('alerts.yaml is a table of alerts', async () => {
    const argv =
      '--spec checkout.yaml --slices checkout.ndjson --now 2026-11-08T00:00Z --alerts alerts.yaml --json';
    const ran = await run(['slo', 'eval', ...argv.split(' ')], { cwd: join(root, 'examples/openslo') });
    const [first] = JSON.parse(ran.stdout).objectives;
    expect(first.alerts).toEqual([
      { severity: 'page', long: '1h', short: '5m', factor: 3.36, firing: true },
      { severity: 'ticket', long: '3d', short: '6h', factor: 1, firing: true },
    ]);
  });
});
