/** `garbageday init` and Auto Scaling groups, with an account of the test's own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AwsView } from '@garbageday/cli/init/aws-view.ts';
import type { Questions } from '@garbageday/cli/init/questions.ts';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { run } from './run.ts';

function account(changes: Partial<AwsView> = {}): AwsView {
  return {
    region: async () => 'eu-west-1',
    groups: async () => [
      { name: 'shop-api', desiredSize: 2, targetGroupArns: [] },
      { name: 'shop-web', desiredSize: 3, targetGroupArns: ['arn:web'] },
    ],
    elsewhere: async () => [],
    urlOf: async () => 'https://lb.example.com/',
    look: async () => ({ desiredSize: 3, servers: ['i-1 in eu-west-1a: running'], refusal: null }),
    close: () => {},
    ...changes,
  };
}

const noOne: Questions = {
  choose: unexpected,
  chooseSome: unexpected,
  text: unexpected,
  confirm: unexpected,
};

async function unexpected(message: string): Promise<never> {
  throw new Error(`asked: ${message}`);
}

async function signedOut(): Promise<never> {
  throw new UsageError('listing Auto Scaling groups: there are no AWS credentials; sign in');
}

describe('Auto Scaling groups', () => {
  it('are offered by name, and so is the address', async () => {
    const cwd = temporaryDirectory();
    const offered: unknown[] = [];
    const questions: Questions = {
      ...noOne,
      choose: async (_, choices) => choices.at(-1)?.value ?? unexpected('nothing'),
      chooseSome: async (_, choices) => {
        offered.push(...choices.map(({ label, hint }) => `${label}, ${hint}`));
        return choices.slice(1).map(({ value }) => value);
      },
      text: async (_, { initial }) => initial,
    };
    const { code, stdout } = await run(['init'], { cwd, questions, openAws: () => account() });
    expect(code).toBe(0);
    expect(offered).toEqual(['shop-api, 2 members', 'shop-web, 3 members']);
    expect(stdout).toContain('  A kill would go ahead\n');
    expect(stdout).toMatch(
      /^ {2}AWS_REGION=\S+ garbageday adopt --platform aws --stage \S+-production --group \S+ --auto-scaling-group \S+ --armed$/m,
    );
    const program = readFileSync(join(cwd, 'sst.config.ts'), 'utf8');
    expect(program).toContain("target: { url: 'https://lb.example.com' }");
    expect(program).not.toContain('shop-api');
    const { mode, journeys, slos } = await loadConfiguration(null, cwd, 'aws');
    expect([mode, journeys.map(({ name }) => name), slos.length]).toEqual(['dry-run', ['visit'], 2]);
    const { scripts } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
    expect(Object.keys(scripts)).toEqual(['chaos:diff', 'chaos:deploy', 'chaos:status']);
  });

  it('are taken as they were named without credentials, and that is said', async () => {
    const cwd = temporaryDirectory();
    const typed = ['init', '--yes', '--auto-scaling-group', 'a,b', '--url', 'https://shop.example.com'];
    const { code, stdout, stderr } = await run(typed, { cwd, openAws: () => account({ groups: signedOut }) });
    expect([code, stderr]).toEqual([
      3,
      'listing Auto Scaling groups: there are no AWS credentials; sign in. Auto Scaling groups could not be looked at.\n',
    ]);
    expect(stdout).toContain('No dry run: AWS could not be asked.');
    expect(readdirSync(cwd).toSorted()).toEqual([
      '.github',
      'garbageday.config.ts',
      'package.json',
      'sst.config.ts',
    ]);
  });

  it.each([
    [
      'a name that is nowhere',
      ['shop'],
      {},
      '--auto-scaling-group: there is no shop in eu-west-1, which has shop-api, shop-web; check its spelling, --region and AWS_PROFILE',
    ],
    [
      'a region without any',
      ['shop'],
      { groups: async () => [] },
      '--auto-scaling-group: there is no shop in eu-west-1, nor any other; check --region and AWS_PROFILE',
    ],
    [
      'one in another region',
      ['shop'],
      { elsewhere: async () => ['us-east-1'] },
      '--auto-scaling-group: there is no shop in eu-west-1, but there is one in us-east-1; add --region us-east-1',
    ],
    [
      'an empty name',
      ['shop-web,'],
      {},
      '--auto-scaling-group: a name is empty; write shop-web, or shop-web,shop-api',
    ],
    [
      'no address',
      ['shop-api'],
      { urlOf: async () => null },
      '--url: what do users call? add it, such as --url https://shop.example.com',
    ],
  ] as const)('%s is one line, and nothing is written', async (_, names, changes, line) => {
    const cwd = temporaryDirectory();
    const typed = ['init', '--yes', ...names.flatMap((name) => ['--auto-scaling-group', name])];
    const { code, stderr } = await run(typed, { cwd, openAws: () => account(changes) });
    expect([code, stderr]).toEqual([2, `garbageday: ${line}\n`]);
    expect(readdirSync(cwd)).toEqual([]);
  });
});
