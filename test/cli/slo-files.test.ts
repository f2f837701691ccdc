import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from './run.ts';
import { directoryOf, ndjson, specOf } from './slo-files.ts';

const policy = `apiVersion: openslo/v1
kind: AlertPolicy
metadata: { name: burns }
spec:
  alertWhenBreaching: true
  conditions: [{ kind: AlertCondition, metadata: { name: c }, spec: { severity: page, condition: { op: gt, threshold: 2, lookbackWindow: 1h } } }]
  notificationTargets: [{ kind: AlertNotificationTarget, metadata: { name: t }, spec: { target: slack } }]
`;
const referring = specOf({ rest: 'alertPolicies: [{ alertPolicyRef: burns }]' });

describe('references over several files', () => {
  const files = { 'slo.yaml': referring, 'policy.yaml': policy };

  it('lead nowhere in one file alone, which is OpenSLO all the same', async () => {
    const cwd = directoryOf(files);
    const alone = await run(['slo', 'validate', 'slo.yaml'], { cwd });
    expect([alone.code, alone.stdout]).toEqual([
      0,
      expect.stringContaining('slo.yaml:12: spec.alertPolicies[0].alertPolicyRef: no AlertPolicy named'),
    ]);
    expect((await run(['slo', 'explain', 'slo.yaml'], { cwd })).code).toBe(2);
  });

  it('are found when both are named', async () => {
    const ran = await run(['slo', 'validate', 'slo.yaml', 'policy.yaml'], { cwd: directoryOf(files) });
    expect([ran.code, ran.stdout]).toEqual([0, expect.not.stringContaining('alertPolicyRef')]);
  });

  it('are found in a folder, whose other YAML is passed over', async () => {
    const cwd = directoryOf({});
    mkdirSync(join(cwd, 'slos', 'deep'), { recursive: true });
    mkdirSync(join(cwd, 'slos', 'node_modules'));
    writeFileSync(join(cwd, 'slos', 'slo.yaml'), referring);
    writeFileSync(join(cwd, 'slos', 'deep', 'policy.yml'), policy);
    writeFileSync(join(cwd, 'slos', 'deployment.yaml'), 'apiVersion: apps/v1\nkind: Deployment\n');
    writeFileSync(join(cwd, 'slos', 'node_modules', 'x.yaml'), 'apiVersion: openslo/v1\nkind: Nonsense\n');
    const validated = await run(['slo', 'validate', 'slos'], { cwd });
    expect([validated.code, validated.stdout.split('\n')[0]]).toEqual([0, '✔ slos is valid: 1 objective']);
    const explained = await run(['slo', 'explain', 'slos'], { cwd });
    expect([explained.code, explained.stdout]).toEqual([0, expect.stringContaining('2×')]);
  });

  it('tell of a mistake by the name of its file', async () => {
    const cwd = directoryOf({ ...files, 'bad.yaml': specOf({ name: 'b', target: 1 }) });
    const ran = await run(['slo', 'validate', 'slo.yaml', 'bad.yaml'], { cwd });
    expect([ran.code, ran.stderr]).toEqual([
      2,
      expect.stringMatching(/^garbageday: bad\.yaml:10: spec\.obj/),
    ]);
  });
});

describe('standard input', () => {
  it('is validated, explained, converted and evaluated', async () => {
    const cwd = directoryOf({ 's.ndjson': ndjson([{ minute: '2026-11-30T23:59Z', good: 1, total: 1 }]) });
    const stdin = specOf({ journey: 'probe' });
    const commands = [
      ['validate', '-'],
      ['explain', '-'],
      ['convert', '-'],
      ['eval', '--spec', '-', '--slices', 's.ndjson', '--now', '2026-12-01T00:00Z'],
    ];
    for (const argv of commands) {
      const ran = await run(['slo', ...argv], { cwd, stdin });
      expect([argv[0], ran.code, ran.stdout === '']).toEqual([argv[0], 0, false]);
    }
  });

  it('is named in a mistake', async () => {
    const ran = await run(['slo', 'validate', '-'], { cwd: directoryOf({}), stdin: specOf({ target: 1 }) });
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringMatching(/^garbageday: <stdin>:10: spec\.obj/)]);
  });

  it('is bounded like a file', async () => {
    const ran = await run(['slo', 'validate', '-'], { cwd: directoryOf({}), stdin: ' '.repeat(1_100_000) });
    expect(ran.stderr).toBe('garbageday: <stdin>: is 1.0 MB; write 1 MB at most, or several files\n');
  });
});

describe('a folder', () => {
  it('without objectives is one line', async () => {
    const ran = await run(['slo', 'validate', '.'], { cwd: directoryOf({ 'a.yaml': 'a: 1\n' }) });
    expect([ran.code, ran.stderr]).toEqual([
      2,
      expect.stringMatching(
        /^garbageday: \S+: holds no OpenSLO document; name the files, or another folder\n$/,
      ),
    ]);
  });

  it('and a configuration are not read together', async () => {
    const cwd = directoryOf({ 'slo.yaml': specOf(), 'garbageday.config.json': '{}' });
    const ran = await run(['slo', 'validate', 'slo.yaml', 'garbageday.config.json'], { cwd });
    expect(ran.stderr).toBe('garbageday: garbageday.config.json: is a configuration; validate it alone\n');
  });
});

describe('JSON in which a key stands twice', () => {
  it('is refused where it is a configuration', async () => {
    const cwd = directoryOf({ 'a.json': '{"users": {"ratePerSecond": 1},\n "users": {}}' });
    const ran = await run(['slo', 'explain', 'a.json'], { cwd });
    expect(ran.stderr).toBe('garbageday: a.json:2:2: the key "users" appears twice; remove one\n');
  });

  it('is fine in two objects, or in a text', async () => {
    const text =
      '{"groups": [{"kind": "web", "name": "a"}, {"kind": "web", "name": "b"}], "service": "kind"}';
    expect((await run(['slo', 'explain', 'a.json'], { cwd: directoryOf({ 'a.json': text }) })).code).toBe(0);
  });

  it.each([
    ['{"minute":"2026-11-30T23:59Z","good":1,"good":2,"total":2}', 'good: appears twice; remove one'],
    [
      '{"minute":"2026-11-30T23:59Z","good":1,"total":9007199254740993}',
      'total is above 9007199254740991, where JSON numbers are not exact',
    ],
  ])('is refused in a slice: %s', async (line, why) => {
    const cwd = directoryOf({ 'slo.yaml': specOf(), 's.ndjson': `${line}\n` });
    const named = ['--spec', 'slo.yaml', '--slices', 's.ndjson', '--now', '2026-12-01T00:00Z'];
    const ran = await run(['slo', 'eval', ...named], { cwd });
    expect([ran.code, ran.stderr]).toEqual([2, `garbageday: s.ndjson:1: ${why}\n`]);
  });
});
