/**
 * A provider plugin, a program that the engine starts: creates in the emulators what `kinds` knows, answers for the rest as
 * test/stacks does, and writes down what it was told to do.
 */
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { answersOf, stateOf } from '../../stacks/harness/engine-answers.ts';
import { kinds } from './kinds.ts';
import type { Done } from './record.ts';
import { type Plain, plain, plainRecord } from './wire.ts';

type Wire = Readonly<Record<string, unknown>>;

/** `modules`: a directory with @pulumi/pulumi. `record`: where it is written down. */
const [modules = '', record = '', version = '', ...rest] = process.argv.slice(2);
const pulumi = createRequire(join(modules, 'any.js'))('@pulumi/pulumi/provider') as {
  readonly main: (provider: object, args: readonly string[]) => Promise<void>;
};
const answers = answersOf();

/** Names of the properties that were given, so that one that is no longer given is a change. */
const given = '__given';

function note(done: Done): void {
  appendFileSync(record, `${JSON.stringify(done)}\n`);
}

/** `urn:pulumi:dev::app::parent$type::name`. */
function named(urn: string): { readonly type: string; readonly name: string } {
  const [, , types = '', name = ''] = urn.split('::');
  return { type: types.split('$').at(-1) ?? '', name };
}

function changedKeys(olds: Wire, news: Wire): readonly string[] {
  const before = olds[given];
  const keys = new Set([...Object.keys(news), ...(Array.isArray(before) ? before.map(String) : [])]);
  return [...keys].filter((key) => !isDeepStrictEqual(plain(olds[key]), plain(news[key])));
}

async function create(urn: string, wire: Wire) {
  const { type, name } = named(urn);
  const inputs = plainRecord(wire);
  const answered = stateOf({ type, name, id: undefined, inputs }, {});
  const kind = kinds[type];
  const made =
    kind === undefined ? {} : await at(`creating ${type} ${name}`, () => kind.create(inputs, name));
  const { id = answered.id, ...outputs } = made;
  note({ what: 'create', type, name, isReal: kind !== undefined });
  // Inputs as they came: what is secret stays so in the state.
  const outs = { ...answered.state, ...wire, ...outputs, [given]: Object.keys(wire) };
  return { id: String(id), outs };
}

async function remove(id: string, urn: string, wire: Wire): Promise<void> {
  const { type, name } = named(urn);
  const kind = kinds[type];
  const state: Plain = plainRecord(wire);
  if (kind !== undefined) await at(`deleting ${type} ${name}`, () => kind.remove(state, id));
  note({ what: 'delete', type, name, isReal: kind !== undefined });
}

/** SDK errors say what, and not where. */
async function at<T>(where: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new Error(
      `${where}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

const provider = {
  version,
  check: async (_urn: string, _olds: Wire, inputs: Wire) => ({ inputs }),
  diff: async (_id: string, urn: string, olds: Wire, news: Wire) => {
    const changed = changedKeys(olds, news);
    if (changed.length > 0) note({ what: 'change', ...named(urn), isReal: false, changed });
    return { changes: changed.length > 0, replaces: [], stables: [] };
  },
  create,
  read: async (id: string, _urn: string, props: Wire) => ({ id, props }),
  // A second deployment changes nothing, which is what is rehearsed; nobody here knows how AWS would change a thing.
  update: async (_id: string, urn: string) => {
    throw new Error(`the rehearsal's provider changes nothing: ${urn}`);
  },
  delete: remove,
  invoke: async (token: string, wire: Wire) => {
    const answer = answers.get(token);
    if (answer === undefined) throw new Error(`no answer for ${token}; add it to engine-answers.ts`);
    return { outputs: answer(plainRecord(wire)) };
  },
};

await pulumi.main(provider, rest);
