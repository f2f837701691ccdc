import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltFunctions, buildFunctions, functionNames } from '../fixtures/build-functions.ts';

const directory = resolve(import.meta.dirname, '../../functions');
const sources = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => [path, readFileSync(join(directory, path), 'utf8')] as const);

describe('functions/', () => {
  it.each(functionNames)('%s.ts is a handler of at most 40 lines', (name) => {
    const source = sources.find(([path]) => path === `${name}.ts`)?.[1] ?? '';
    expect(source).toMatch(/^export const handler = /m);
    expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  it('reads the environment and the links of SST in compose.ts alone', () => {
    const readers = sources
      .filter(([, source]) => /process\.env|from 'sst/.test(source))
      .map(([path]) => path);
    expect(readers).toEqual(['compose.ts']);
  });
});

describe('a bundle', () => {
  let built: BuiltFunctions;

  beforeAll(async () => {
    built = await buildFunctions();
  }, 60_000);

  afterAll(() => built?.remove());

  const partsOf = (name: (typeof functionNames)[number]) => built.contentsOf(name).map(([part]) => part);

  it.each(['probe', 'users'] as const)('of the %s carries nothing that it does not need', (name) => {
    const needless = partsOf(name).filter((part) =>
      /xray|client-(ec2|ssm|lambda|scheduler|eventbridge|auto-scaling)|load-balancing|config|slack|render|sst|durable/.test(
        part,
      ),
    );
    expect(needless).toEqual([]);
    const zod = built.contentsOf(name).find(([part]) => part === 'zod')?.[1] ?? 0;
    expect(zod).toBeLessThan(60_000);
  });

  it.each(['draw', 'reporter', 'alert'] as const)('of the %s cannot end a server', (name) => {
    expect(partsOf(name)).not.toContain('@aws-sdk/client-ec2');
    expect(partsOf(name)).toContain('aws-xray-sdk-core');
  });

  it('of the experiment can, and knows no secret of Slack', () => {
    expect(partsOf('chaos')).toContain('@aws-sdk/client-ec2');
    expect(partsOf('chaos')).not.toContain('packages/slack');
  });
});
