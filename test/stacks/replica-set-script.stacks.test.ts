/** stacks/user-data/data/replica-set.js against a stand-in of mongosh's `db` and `rs`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { userDataDirectory } from './harness/node.ts';

const script = readFileSync(join(userDataDirectory, 'data/replica-set.js'), 'utf8');

type Member = {
  /** Whether this member has a configuration, and what it is. */
  setName?: string;
  isPrimary: boolean;
  readonly users: Map<string, string>;
  readonly initiated: unknown[];
};

function member(over: Partial<Member> = {}): Member {
  return {
    isPrimary: false,
    users: new Map(),
    initiated: [],
    ...over,
  };
}

/** As much of MongoDB as matters: users need a login once there is one; only a primary writes. */
function runOn(state: Member, initiated: string): void {
  let isLoggedIn = false;
  const may = () => {
    if (!isLoggedIn && state.users.size > 0) throw new Error('requires authentication');
    if (!state.isPrimary) throw new Error('not primary');
  };
  const database = (name: string) => ({
    auth: (user: string, password: string) => {
      if (state.users.get(`${name}.${user}`) !== password) throw new Error('Authentication failed');
      isLoggedIn = true;
      return { ok: 1 };
    },
    createUser: ({ user, pwd }: { user: string; pwd: string }) => {
      may();
      if (state.users.has(`${name}.${user}`)) throw new Error('already exists');
      state.users.set(`${name}.${user}`, pwd);
    },
    getUser: (user: string) => {
      may();
      return state.users.has(`${name}.${user}`) ? { user } : null;
    },
  });
  runInNewContext(script, {
    process: {
      env: {
        INITIATED: initiated,
        MEMBERS: 'a:27017,b:27017,c:27017',
        REPLICA_SET: 'garbageday',
        ADMIN_PASSWORD: 'root-password',
        APP_PASSWORD: 'app-password',
      },
    },
    db: {
      hello: () => ({ setName: state.setName, isWritablePrimary: state.isPrimary }),
      getSiblingDB: database,
    },
    rs: {
      initiate: (config: { _id: string }) => {
        state.initiated.push(config);
        state.setName = config._id;
        return { ok: 1 };
      },
    },
  });
}

const complete = new Map([
  ['admin.admin', 'root-password'],
  ['wordcount.wordcount', 'app-password'],
]);

describe('the replica set script', () => {
  it('initiates a set that never was, with fast elections, and asks to be repeated until it is primary', () => {
    const state = member();
    expect(() => runOn(state, 'no')).toThrow('no users yet');
    expect(state.initiated).toEqual([
      {
        _id: 'garbageday',
        members: ['a', 'b', 'c'].map((host, _id) => ({ _id, host: `${host}:27017` })),
        settings: { electionTimeoutMillis: 2_000 },
      },
    ]);
  });

  it('repeated as primary, creates both users and is done', () => {
    const state = member({ setName: 'garbageday', isPrimary: true });
    runOn(state, 'no');
    expect(state.initiated).toEqual([]);
    expect(state.users).toEqual(complete);
  });

  it('repeated once more, changes nothing', () => {
    const state = member({ setName: 'garbageday', isPrimary: true, users: new Map(complete) });
    runOn(state, 'yes');
    expect(state.users).toEqual(complete);
  });

  it('finishes what a crash between the two users left undone', () => {
    const users = new Map([['admin.admin', 'root-password']]);
    const state = member({ setName: 'garbageday', isPrimary: true, users });
    runOn(state, 'yes');
    expect(state.users).toEqual(complete);
  });

  it('on a member that comes back empty, initiates nothing and waits for its peers', () => {
    const state = member();
    expect(() => runOn(state, 'yes')).toThrow('no users yet');
    expect(state.initiated).toEqual([]);
  });

  it('on a secondary whose users have arrived, is done', () => {
    expect(() => runOn(member({ setName: 'garbageday', users: new Map(complete) }), 'yes')).not.toThrow();
  });

  it('says why when MongoDB refuses to initiate', () => {
    const refusing = script
      .replace('answer.ok !== 1', 'true')
      .replace('answer.errmsg', "'b:27017 has data already'");
    expect(refusing).not.toBe(script);
    const context = {
      process: { env: { INITIATED: 'no', MEMBERS: 'a:1', REPLICA_SET: 'garbageday' } },
      db: { hello: () => ({}) },
      rs: { initiate: () => ({ ok: 0 }) },
    };
    expect(() => runInNewContext(refusing, context)).toThrow('not initiated: b:27017 has data already');
  });
});
