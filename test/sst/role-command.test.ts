/** What a role by a command may be, and the one line about what it may not. */
import { checkArguments } from '@garbageday/sst/check-arguments.ts';
import { configurationOf } from '@garbageday/sst/configuration-of.ts';
import { describe, expect, it } from 'vitest';

type Given = Parameters<typeof checkArguments>[2]['groups'];

type Sized = Parameters<typeof configurationOf>[1]['groups'][number];

function problemOf(groups: unknown): string {
  try {
    checkArguments('Chaos', 'shop-production', { groups: groups as Given });
  } catch (error) {
    return String((error as Error).message);
  }
  return 'nothing';
}

describe('a group is a quorum where a command says what each voter is', () => {
  const etcd = (role: unknown) => ({ name: 'etcd', tags: { Role: 'etcd' }, desiredSize: 3, role });

  it.each([
    { command: 'cat /run/role' },
    { command: 'set -e\nredis-cli role | head -1', primary: 'master', secondary: 'slave' },
    { command: 'psql -Atc "select pg_is_in_recovery()"', primary: 'f', secondary: 't' },
    { command: 'cat /run/role', tag: undefined },
  ])('%j', (role) => {
    expect(problemOf([etcd(role)])).toBe('nothing');
    const { groups } = configurationOf('Chaos', {
      config: { service: 'shop' },
      groups: [etcd(role)] as unknown as readonly Sized[],
    });
    expect(groups).toMatchObject([{ name: 'etcd', kind: 'data', requiredHealthy: 2 }]);
  });

  const write = "write what prints the role in a shell, such as 'cat /run/role'";
  it.each([
    [{ command: ' ' }, `command of "etcd" is " "; ${write}`],
    [{ command: ['cat', '/run/role'] }, `command of "etcd" is ["cat","/run/role"]; ${write}`],
    [{ command: { apply: () => {} } }, `command of "etcd" is an object with apply; ${write}`],
    [{ tag: 'Role', command: 'cat /run/role' }, 'role of "etcd" has tag and command; write one of them'],
    [
      { command: 'x'.repeat(4_001) },
      'command of "etcd" has 4001 characters, and 4000 are enough for a call; put it into a file on the servers',
    ],
    [
      { command: "docker inspect -f '{{.State}}' db" },
      'command of "etcd" has "{{", which Systems Manager takes for a parameter of its own; put it into a file on the servers',
    ],
    [
      { command: 'cat /run/role', primary: 'leader\n' },
      'role of "etcd" has the word "leader\\n"; write what the command prints, without spaces around it',
    ],
    [
      { command: 'cat /run/role', secondary: /follower/ },
      'role of "etcd" has the word an object with nothing in it; write what the command prints, without spaces around it',
    ],
    [
      { command: 'cat /run/role', secondary: 'primary' },
      'role of "etcd" has "primary" for both words; write what the command prints on a secondary',
    ],
  ])('and not by %j', (role, message) => {
    expect(problemOf([etcd(role)])).toBe(`GarbageDay "Chaos": groups[0]: ${message}`);
  });
});
