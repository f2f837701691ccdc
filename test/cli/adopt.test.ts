/** What `garbageday adopt` refuses before it asks AWS anything. */
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { run } from './run.ts';

function adopt(...argv: string[]) {
  return run(['adopt', ...argv], { cwd: temporaryDirectory() });
}

const aws = ['--platform', 'aws', '--stage', 'shop'];

describe('garbageday adopt', () => {
  it.each([
    [
      'without a group',
      [...aws, '--auto-scaling-group', 'shop-web'],
      "required option '--group <name>' not specified; see garbageday --help",
    ],
    [
      'of a name that is none',
      [...aws, '--group', 'Web 1', '--auto-scaling-group', 'shop-web'],
      '--group: "Web 1" is not a name; write small letters, digits and hyphens, such as web',
    ],
    [
      'without servers',
      [...aws, '--group', 'web'],
      'adopt: which servers? write one of --auto-scaling-group <name>, or --instance <id> for each of them',
    ],
    [
      'with both kinds of servers',
      [...aws, '--group', 'web', '--auto-scaling-group', 'shop-web', '--instance', 'i-0a'],
      'adopt: which servers? write one of --auto-scaling-group <name>, or --instance <id> for each of them',
    ],
    [
      'of a server by name',
      [...aws, '--group', 'web', '--instance', 'web-1'],
      '--instance: "web-1" is not the id of a server; write one such as i-0123456789abcdef0',
    ],
    [
      'on this machine',
      ['--group', 'web', '--auto-scaling-group', 'shop-web'],
      'adopt: is for servers on AWS, and those on this machine need no tags; add --platform aws',
    ],
  ])('says so %s', async (_, argv, line) => {
    const { code, stdout, stderr } = await adopt(...argv);
    expect([code, stdout, stderr]).toEqual([2, '', `garbageday: ${line}\n`]);
  });
});
