import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';
import { usageLine } from './usage-line.ts';

const shop = {
  kind: 'web',
  name: 'shop',
  command: ['node', 'shop.js', '{port}'],
  env: { STOCK: '{url:stock}/v1' },
  dependsOn: ['word-store'],
};
const stock = { kind: 'web', name: 'stock', command: ['./stock'], portEnv: 'HTTP_PORT', ready: '/healthz' };
const store = { kind: 'web', name: 'word-store', command: ['python3', 'store.py'], desiredSize: 2 };
const data = { kind: 'data' };

describe('groups that are commands', () => {
  it('are what is written, with the usual for the rest', () => {
    const { groups } = parseConfiguration({ groups: [shop, stock, store] }, 'the test');
    expect(groups.map(({ server }) => server)).toEqual([
      {
        program: 'node',
        args: ['shop.js', '{port}'],
        env: { STOCK: '{url:stock}/v1' },
        portVariable: 'PORT',
        readyPath: null,
        dependsOn: ['word-store'],
      },
      {
        program: './stock',
        args: [],
        env: {},
        portVariable: 'HTTP_PORT',
        readyPath: '/healthz',
        dependsOn: [],
      },
      {
        program: 'python3',
        args: ['store.py'],
        env: {},
        portVariable: 'PORT',
        readyPath: null,
        dependsOn: [],
      },
    ]);
    expect(groups.map(({ desiredSize }) => desiredSize)).toEqual([3, 3, 2]);
  });

  it('leave nothing behind in a group that has none', () => {
    const [web] = parseConfiguration({}, 'the test').groups;
    expect(Object.keys(web ?? {})).not.toContain('server');
  });

  it('are none on AWS, where other groups may stand beside them', () => {
    const { groups } = parseConfiguration({ groups: [stock, { kind: 'web' }] }, 'the test', 'aws');
    expect(groups.map(({ name, server }) => [name, server])).toEqual([
      ['stock', undefined],
      ['web', undefined],
    ]);
  });

  it.each<[what: string, groups: readonly object[], line: string]>([
    [
      'a command in one string',
      [{ kind: 'web', command: 'node server.js' }],
      `groups[0].command: "node server.js" is a string; write it word by word, ['node', 'server.js'], or ['sh', '-c', "node server.js"] for a shell`,
    ],
    [
      'a command without words',
      [{ kind: 'web', command: [] }],
      "groups[0].command: names no program; write one, such as ['node', 'server.js']",
    ],
    [
      'a command of a replica set',
      [{ kind: 'data', command: ['mongod'] }],
      "groups[0].command: a group of kind data has none; write kind: 'web', or delete it",
    ],
    [
      'a ready check without a command',
      [{ kind: 'web', ready: '/healthz' }],
      "groups[0].ready: is about a group that has a command; add command: ['node', 'server.js'], or delete it",
    ],
    [
      'one copy',
      [{ ...store, desiredSize: 1 }],
      'groups[0].desiredSize: 1 is too small; write 2 to 100 instances',
    ],
    [
      'no copies',
      [{ ...store, desiredSize: 0 }],
      'groups[0].desiredSize: 0 is too small; write 2 to 100 instances',
    ],
    ['copies', [{ ...store, copies: 3 }], "groups[0].copies: is an option's name; write desiredSize"],
    [
      'a ready check that is not a path',
      [{ ...store, ready: 'healthz' }],
      'groups[0].ready: "healthz" is not a path; write / and what follows it, percent-encoded',
    ],
    [
      'a variable that is none',
      [{ ...store, portEnv: 'MY-PORT' }],
      'groups[0].portEnv: "MY-PORT" is not the name of a variable; write one like PORT',
    ],
    [
      'another variable that is none',
      [{ ...store, env: { 'API KEY': 'x' } }],
      'groups[0].env["API KEY"]: "API KEY" is not the name of a variable; write one like API_KEY',
    ],
    [
      'a group that depends on one that is not there',
      [shop, stock, { ...store, name: 'wordstore' }],
      'groups[0].dependsOn[0]: "word-store" is not a group that it could call; did you mean "wordstore"?',
    ],
    [
      'a group that depends on load balancers',
      [{ ...store, dependsOn: ['load-balancer'] }, { kind: 'load-balancer' }],
      'groups[0].dependsOn[0]: there is no other group that it could call',
    ],
    [
      'an address of nothing',
      [shop, store],
      'groups[0].env.STOCK: {url:stock}: "stock" is not a group that it could call; known: word-store',
    ],
    [
      'an address of nothing in a command',
      [{ ...store, command: ['a', '--api={url:b}'] }],
      'groups[0].command[1]: {url:b}: there is no other group that it could call',
    ],
    [
      'groups that wait for each other',
      [shop, { ...stock, dependsOn: ['shop'] }, { ...store, dependsOn: ['stock'] }],
      'groups[0].dependsOn: shop waits for word-store waits for stock waits for shop: none of them could start; take one of these out',
    ],
    [
      'a group that waits for itself',
      [{ ...store, dependsOn: ['word-store'] }],
      'groups[0].dependsOn[0]: there is no other group that it could call',
    ],
    [
      'the groups in the wrong order',
      [stock, store, shop],
      'groups[1].name: is called by no one: users call the first group with a command, "stock"; write "word-store" first, or name it in the dependsOn of a group that calls it',
    ],
    [
      'a group without a command beside one that has one',
      [{ kind: 'web' }, { ...store }],
      'groups[0].command: is missing, and "word-store" has one; give each group of kind web a command, or none of them',
    ],
  ])('refuses %s', async (_what, groups, line) => {
    expect(await usageLine(() => parseConfiguration({ groups }, 'shop.json'))).toBe(`shop.json: ${line}`);
  });

  it('may wait for what keeps the data', () => {
    const groups = [{ ...store, dependsOn: ['data'], env: { DATABASE: '{url:data}' } }, data];
    expect(parseConfiguration({ groups }, 'the test').groups[0]?.server?.dependsOn).toEqual(['data']);
  });

  it('finds a circle that does not lead back to where it began', async () => {
    const groups = [shop, { ...store, dependsOn: ['stock'] }, { ...stock, dependsOn: ['word-store'] }];
    expect(await usageLine(() => parseConfiguration({ groups }, 'shop.json'))).toContain(
      'groups[1].dependsOn: word-store waits for stock waits for word-store: ',
    );
  });
});
