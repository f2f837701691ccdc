/** `groups[].command` and what is said about it: servers that one machine starts as a person would. */
import type { GroupConfiguration, ServerConfiguration } from '@garbageday/core/configuration.ts';
import { z } from 'zod';
import type { Wrong } from './alert-schema.ts';
import { shown } from './describe-issue.ts';
import { checkedText } from './fields.ts';
import { suggestion } from './nearest.ts';

const example = "['node', 'server.js']";

const words = z
  .array(z.string(), {
    error: ({ input }) =>
      typeof input === 'string'
        ? `${shown(input)} is a string; write it word by word, ${example}, or ['sh', '-c', ${shown(input)}] for a shell`
        : undefined,
  })
  .readonly()
  .superRefine(([program = ''], context) => {
    if (program.trim() !== '') return;
    context.addIssue({ code: 'custom', message: `names no program; write one, such as ${example}` });
  });

const variablePattern = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

const variable = checkedText((text) =>
  variablePattern.test(text) ? null : `${shown(text)} is not the name of a variable; write one like PORT`,
);

const variables = z
  .record(z.string(), z.string())
  .readonly()
  .superRefine((written, context) => {
    for (const name of Object.keys(written).filter((key) => !variablePattern.test(key))) {
      const message = `${shown(name)} is not the name of a variable; write one like API_KEY`;
      context.addIssue({ code: 'custom', path: [name], message });
    }
  });

/** What the load balancers ask for: printable ASCII without spaces and quotes. */
const readyPath = checkedText((text) =>
  /^\/[!-&(-~]{0,255}$/.test(text)
    ? null
    : `${shown(text)} is not a path; write / and what follows it, percent-encoded`,
);

/** For the reference: it applies on this machine alone. */
const here = { platform: 'local' };

export const serverShape = {
  command: words.meta(here).optional(),
  env: variables.meta(here).optional(),
  portEnv: variable.meta({ ...here, kind: 'variable name' }).optional(),
  ready: readyPath.meta({ ...here, kind: 'path' }).optional(),
  dependsOn: z.array(z.string()).readonly().meta(here).optional(),
};

type Written = {
  readonly command?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly portEnv?: string | undefined;
  readonly ready?: string | undefined;
  readonly dependsOn?: readonly string[] | undefined;
};

/** Nothing for a group without a command. */
export function serverOf(written: Written): { readonly server?: ServerConfiguration } {
  const [program, ...args] = written.command ?? [];
  if (program === undefined) return {};
  const { env = {}, portEnv: portVariable = 'PORT', ready = null, dependsOn = [] } = written;
  return { server: { program, args, env, portVariable, readyPath: ready, dependsOn } };
}

const aboutCommands = ['env', 'portEnv', 'ready', 'dependsOn'] as const;

/** A command where none can be, or what is said about one where there is none. */
export function whyNoServer(kind: GroupConfiguration['kind'], written: Written): Wrong | null {
  if (kind !== 'web' && written.command !== undefined)
    return {
      path: ['command'],
      message: `a group of kind ${kind} has none; write kind: 'web', or delete it`,
    };
  const lonely = aboutCommands.find((key) => written[key] !== undefined);
  if (written.command !== undefined || lonely === undefined) return null;
  return {
    path: [lonely],
    message: `is about a group that has a command; add command: ${example}, or delete it`,
  };
}

type Group = Pick<GroupConfiguration, 'name' | 'kind' | 'server'>;

/** How another group's address is written into a command or its environment. */
const addressPattern = /\{url:([^{}]*)\}/g;

/** How groups with commands lean on each other: nothing that is not there, not in a circle, and all of them used. */
export function whyNoTiers(groups: readonly Group[]): Wrong | null {
  const [front] = groups.filter(({ server }) => server !== undefined);
  if (front === undefined) return null;
  return (
    whyNotAllCommands(groups, front) ??
    whyUnknown(groups) ??
    whyCircle(groups) ??
    whyUncalled(groups, front.name)
  );
}

function whyNotAllCommands(groups: readonly Group[], front: Group): Wrong | null {
  const at = groups.findIndex(({ kind, server }) => kind === 'web' && server === undefined);
  if (at === -1) return null;
  const message = `is missing, and "${front.name}" has one; give each group of kind web a command, or none of them`;
  return { path: ['groups', at, 'command'], message };
}

function whyUnknown(groups: readonly Group[]): Wrong | null {
  for (const [at, group] of groups.entries()) {
    const callable = groups.filter(({ kind, name }) => kind !== 'load-balancer' && name !== group.name);
    const known = callable.map(({ name }) => name);
    const unknown = (name: string) =>
      known.length === 0
        ? `there is no other group that it could call`
        : `${shown(name)} is not a group that it could call${suggestion(name, known)}`;
    const dependsOn = group.server?.dependsOn ?? [];
    const wrong = dependsOn.findIndex((name) => !known.includes(name));
    if (wrong !== -1)
      return { path: ['groups', at, 'dependsOn', wrong], message: unknown(dependsOn[wrong] ?? '') };
    const address = addressesIn(group).find(({ name }) => !known.includes(name));
    if (address !== undefined)
      return {
        path: ['groups', at, ...address.path],
        message: `{url:${address.name}}: ${unknown(address.name)}`,
      };
  }
  return null;
}

type Address = { readonly name: string; readonly path: readonly (string | number)[] };

function addressesIn({ server }: Group): readonly Address[] {
  if (server === undefined) return [];
  const named = (text: string, path: Address['path']) =>
    [...text.matchAll(addressPattern)].map(([, name = '']) => ({ name, path }));
  return [
    ...server.args.flatMap((arg, index) => named(arg, ['command', index + 1])),
    ...Object.entries(server.env).flatMap(([key, text]) => named(text, ['env', key])),
  ];
}

/** Each waits for the next, and the last for the first. */
function whyCircle(groups: readonly Group[]): Wrong | null {
  for (const [at, { name }] of groups.entries()) {
    const circle = wayBack(groups, [name]);
    if (circle === null) continue;
    const message = `${circle.join(' waits for ')}: none of them could start; take one of these out`;
    return { path: ['groups', at, 'dependsOn'], message };
  }
  return null;
}

/** From the first of the way over what it depends on back to it. */
function wayBack(groups: readonly Group[], way: readonly string[]): readonly string[] | null {
  const last = groups.find(({ name }) => name === way.at(-1));
  for (const next of last?.server?.dependsOn ?? []) {
    if (next === way[0]) return [...way, next];
    const back = way.includes(next) ? null : wayBack(groups, [...way, next]);
    if (back !== null) return back;
  }
  return null;
}

/** Users call the first; a group that nothing leads to would never be asked anything. */
function whyUncalled(groups: readonly Group[], front: string): Wrong | null {
  const called = new Set([front]);
  for (const name of called) {
    const group = groups.find((each) => each.name === name);
    if (group === undefined) continue;
    for (const next of group.server?.dependsOn ?? []) called.add(next);
    for (const address of addressesIn(group)) called.add(address.name);
  }
  const at = groups.findIndex(({ server, name }) => server !== undefined && !called.has(name));
  if (at === -1) return null;
  const name = groups[at]?.name ?? '';
  const message =
    `is called by no one: users call the first group with a command, "${front}"; write "${name}" first, ` +
    'or name it in the dependsOn of a group that calls it';
  return { path: ['groups', at, 'name'], message };
}
