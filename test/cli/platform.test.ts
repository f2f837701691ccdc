import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { run } from './run.ts';

const aws = '--platform aws --stage dev';
const stagesOnly = '--stage: is for deployed stages; add --platform aws, or leave --stage out';
const whichStage =
  '--platform aws: which stage? add --stage <name>, the one of `npx sst deploy --stage <name>`';
function alone(command: string) {
  return (
    `${command}: works on this machine alone, not with --platform aws; leave that out, or see ` +
    '`garbageday --help` for what works on AWS'
  );
}

describe('where the servers are', () => {
  it.each([
    ['status --stage dev', stagesOnly],
    ['kill web --stage dev --armed', stagesOnly],
    ['gameday --stage dev', stagesOnly],
    ['halt --platform local --stage dev', stagesOnly],
    ['status --platform aws', whichStage],
    ['kill --platform aws', whichStage],
    ['report --platform aws', whichStage],
    ['up --platform aws', whichStage],
    [`gameday ${aws}`, alone('gameday')],
    [`up ${aws}`, alone('up')],
    [`stop ${aws}`, alone('stop')],
    [`slo validate slo.yaml ${aws}`, alone('validate')],
    ['slo validate slo.yaml --stage dev', stagesOnly],
    ['status --platform azure --stage dev', '--platform: "azure" is unknown; known: local, aws'],
    ['status --platform awss --stage dev', '--platform: "awss" is unknown; did you mean "aws"?'],
    [
      'status --platform aws --stage a/b',
      '--stage: "a/b" is not a stage name; write 1 to 64 letters, digits and hyphens',
    ],
    [
      'status --platform aws --stage=',
      '--stage: "" is not a stage name; write 1 to 64 letters, digits and hyphens',
    ],
    ['kill wbe --platform aws', whichStage],
  ])('%s: %s', async (argv, line) => {
    const { code, stdout, stderr, gameDays, ups } = await run(argv.split(' '), { cwd: temporaryDirectory() });
    expect(stderr).toBe(`garbageday: ${line}\n`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect([...gameDays, ...ups]).toEqual([]);
  });

  it('is in the help, with examples', async () => {
    const { stdout } = await run(['--help'], { cwd: temporaryDirectory() });
    expect(stdout).toMatch(/Where:\n +--platform <name>/);
    expect(stdout).toContain('garbageday status --platform aws --stage dev');
  });

  it('may stand before the command', async () => {
    const { stderr } = await run(['--platform', 'aws', 'status'], { cwd: temporaryDirectory() });
    expect(stderr).toBe(`garbageday: ${whichStage}\n`);
  });
});
