/** A stage as a deployment would create it: its resources, by type and name. */
import { parseDocument, type Statement } from '../iam/document.ts';
import type { Options } from './engine-options.ts';
import type { Diff } from './sst.ts';

export type Captured = {
  /** The logical name: `ProbeFunction`. */
  readonly name: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options: Options;
};

export type Stage = { readonly name: string; readonly resources: readonly Captured[] };

export type Role = {
  readonly name: string;
  readonly trust: readonly Statement[];
  readonly statements: readonly Statement[];
  readonly managedPolicies: readonly string[];
};

const noOptions: Options = { retainOnDelete: false, protect: false, ignoreChanges: [], dependsOn: [] };

export function stageOf(name: string, { entries, options }: Pick<Diff, 'entries' | 'options'>): Stage {
  const resources = entries.map(({ urn, type, new: state }) => {
    const own = urn.split('::').at(-1) ?? urn;
    return { name: own, type, inputs: state?.inputs ?? {}, options: options[`${type}::${own}`] ?? noOptions };
  });
  return { name, resources };
}

export function ofType({ resources }: Stage, type: string): readonly Captured[] {
  return resources.filter((resource) => resource.type === type);
}

/** Throws when there is none, or more than one: a test about nothing must not pass. */
export function named({ name: stage, resources }: Stage, name: string): Captured {
  const [found, ...others] = resources.filter((resource) => resource.name === name);
  if (found === undefined || others.length > 0) {
    throw new Error(`stage ${stage}: ${others.length === 0 ? 'no' : 'more than one'} resource named ${name}`);
  }
  return found;
}

/** The value at `a.b.0.c`, or undefined. */
export function pick({ inputs }: Captured, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (value === null || typeof value !== 'object') return undefined;
    return (value as Record<string, unknown>)[key];
  }, inputs);
}

/** As `pick`; throws unless it is a text. */
export function text(resource: Captured, path: string): string {
  const value = pick(resource, path);
  if (typeof value !== 'string') throw new Error(`${resource.name}.${path} is ${JSON.stringify(value)}`);
  return value;
}

/** Every role with all its policies, attached or inline. */
export function rolesOf(stage: Stage): readonly Role[] {
  const attached = ofType(stage, 'aws:iam/rolePolicy:RolePolicy');
  return ofType(stage, 'aws:iam/role:Role').map((role) => {
    const inline = (pick(role, 'inlinePolicies') ?? []) as readonly { policy: string }[];
    const own = attached.filter((policy) => text(policy, 'role') === text(role, 'name'));
    const documents = [...inline.map(({ policy }) => policy), ...own.map((policy) => text(policy, 'policy'))];
    return {
      name: role.name,
      trust: parseDocument(documentText(pick(role, 'assumeRolePolicy'))),
      statements: documents.flatMap(parseDocument),
      managedPolicies: (pick(role, 'managedPolicyArns') ?? []) as readonly string[],
    };
  });
}

export function roleNamed(stage: Stage, name: string): Role {
  const found = rolesOf(stage).find((role) => role.name === name);
  if (found === undefined) throw new Error(`stage ${stage.name}: no role named ${name}`);
  return found;
}

/** Pulumi takes a policy as JSON or as the object. */
function documentText(document: unknown): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}
