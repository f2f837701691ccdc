/** What can be wrong with a group, in one line with what to write instead. Pure. */

export type GivenGroup = {
  readonly name: string;
  readonly autoScalingGroup?: unknown;
  readonly tags?: unknown;
  readonly ec2Instances?: unknown;
  readonly targetGroup?: unknown;
  readonly desiredSize?: number | undefined;
  readonly replacement?: unknown;
  readonly role?: unknown;
};

/** Which servers a group has: it says so in one way. */
const ways = ['autoScalingGroup', 'tags', 'ec2Instances'] as const;

/** `isData`: its members say themselves whether they are in use. */
export function whyNoGroup(group: GivenGroup, isData: boolean): string | null {
  const { name, desiredSize, role } = group;
  const isReplicaSet = isData || role !== undefined;
  if (typeof name !== 'string' || !/^[a-z][a-z0-9-]{0,31}$/.test(name))
    return `name ${JSON.stringify(name)} is not a name; write small letters, digits and hyphens, such as "web"`;
  const given = ways.filter((way) => group[way] !== undefined);
  if (given.length > 1) return `"${name}" has ${given.join(' and ')}; write one of them`;
  const why =
    given[0] === undefined || given[0] === 'autoScalingGroup'
      ? whyNotKept(group)
      : whyNotListed(group, isReplicaSet);
  const wrong = why ?? whyNoRole(group);
  if (wrong !== null || desiredSize === undefined) return wrong;
  if (!Number.isInteger(desiredSize) || desiredSize < 1)
    return `desiredSize of "${name}" is ${JSON.stringify(desiredSize)}; write how many servers it should have`;
  return desiredSize === 1 ? oneMember(name) : null;
}

/** What a command prints, if nothing else is written. */
export const roleWords = { primary: 'primary', secondary: 'secondary' } as const;

function whyNoRole({ name, role }: GivenGroup): string | null {
  if (role === undefined) return null;
  const given: Readonly<Record<string, unknown>> =
    typeof role === 'object' && role !== null ? { ...role } : {};
  if ('command' in given) return whyNoCommand(name, given);
  const { tag, primary, secondary } = given;
  const words = [tag, primary, secondary];
  const isWhole = words.every((word) => typeof word === 'string' && word !== '') && primary !== secondary;
  if (isWhole) return null;
  return (
    `role of "${name}" is ${shapeOf(role)}; write the tag and its two words, such as { tag: 'Role', primary: 'leader', secondary: 'follower' }, ` +
    "or a command that prints one of them, such as { command: 'cat /run/role' }"
  );
}

/** A document of SSM holds 64 KB; what is longer than this belongs on the server. */
const longestCommand = 4_000;

function whyNoCommand(name: string, role: Readonly<Record<string, unknown>>): string | null {
  const { tag, command, primary = roleWords.primary, secondary = roleWords.secondary } = role;
  if (tag !== undefined) return `role of "${name}" has tag and command; write one of them`;
  const what = `command of "${name}"`;
  if (typeof command !== 'string' || command.trim() === '')
    return `${what} is ${shapeOf(command)}; write what prints the role in a shell, such as 'cat /run/role'`;
  if (command.length > longestCommand)
    return `${what} has ${command.length} characters, and ${longestCommand} are enough for a call; put it into a file on the servers`;
  if (command.includes('{{'))
    return `${what} has "{{", which Systems Manager takes for a parameter of its own; put it into a file on the servers`;
  const wrong = [primary, secondary].find(
    (word) => typeof word !== 'string' || word === '' || word !== word.trim(),
  );
  if (wrong !== undefined)
    return `role of "${name}" has the word ${shapeOf(wrong)}; write what the command prints, without spaces around it`;
  if (primary !== secondary) return null;
  return `role of "${name}" has ${JSON.stringify(primary)} for both words; write what the command prints on a secondary`;
}

/** By an Auto Scaling group, or by nothing. */
function whyNotKept({ name, autoScalingGroup, replacement }: GivenGroup): string | null {
  const all: readonly unknown[] = [autoScalingGroup].flat();
  if (all.length === 0)
    return `"${name}" has no Auto Scaling group; name one, or hand in an aws.autoscaling.Group`;
  const strange = all.find((each) => !isShape(each, 'desiredCapacity'));
  if (strange !== undefined || all.includes(undefined))
    return (
      `autoScalingGroup of "${name}" is ${shapeOf(strange)}; ` +
      "write the name of an Auto Scaling group, such as 'shop-web', or hand in an aws.autoscaling.Group"
    );
  if (replacement === undefined) return null;
  return `replacement of "${name}" is for groups by tags or ec2Instances; an Auto Scaling group replaces its servers, so delete it`;
}

/** Servers that no Auto Scaling group keeps. */
function whyNotListed(group: GivenGroup, isReplicaSet: boolean): string | null {
  const { name, targetGroup, replacement } = group;
  const why = group.tags === undefined ? whyNoInstances(group) : whyNoTags(group);
  if (why !== null) return why;
  if (replacement !== undefined && replacement !== 'none' && replacement !== 'automatic')
    return `replacement of "${name}" is ${shapeOf(replacement)}; write 'none', or 'automatic' if something of yours launches another`;
  if (isReplicaSet || [targetGroup].flat().some((each) => each !== undefined)) return null;
  return `"${name}" has no targetGroup, so nothing says which of its servers are in use; name the target group that they are in`;
}

function whyNoTags({ name, tags, desiredSize }: GivenGroup): string | null {
  const entries =
    typeof tags === 'object' && tags !== null && !Array.isArray(tags) ? Object.entries(tags) : [];
  if (entries.length === 0 || entries.some(([key, value]) => key === '' || !isText(value)))
    return `tags of "${name}" is ${shapeOf(tags)}; write the tags that all its servers have, such as { Role: 'web' }`;
  if (desiredSize !== undefined) return null;
  return `"${name}" has no desiredSize, and tags do not say how many servers there should be; write it, such as desiredSize: 3`;
}

function whyNoInstances({ name, ec2Instances, desiredSize, replacement }: GivenGroup): string | null {
  const all: readonly unknown[] = Array.isArray(ec2Instances) ? ec2Instances : [];
  const strange = all.find((each) => !isInstance(each));
  if (!Array.isArray(ec2Instances) || strange !== undefined || all.includes(undefined))
    return (
      `ec2Instances of "${name}" has ${shapeOf(strange ?? ec2Instances)}; ` +
      "write ids of servers, such as ['i-0123456789abcdef0', …], or hand in aws.ec2.Instance"
    );
  if (new Set(all).size < all.length)
    return `ec2Instances of "${name}" names a server twice; write each once`;
  if (all.length < 2) return oneMember(name);
  if (desiredSize !== undefined)
    return `"${name}" has ec2Instances, of which there should be as many as are listed; delete desiredSize`;
  if (replacement !== 'automatic') return null;
  return `"${name}" has ec2Instances, and what is launched in place of one has another id; use tags for a group in which servers are replaced`;
}

/** Of a group with nothing to spare. */
export function oneMember(name: string): string {
  return `"${name}" has one member, and without it there is no service; give the Auto Scaling group two or more, or leave it out`;
}

function isInstance(value: unknown): boolean {
  return typeof value === 'string' ? /^i-[0-9a-f]+$/.test(value) : isShape(value, 'instanceType');
}

/** A text that is there, or is still to come. */
function isText(value: unknown): boolean {
  return typeof value === 'string' || isToCome(value);
}

function isToCome(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('apply' in value || 'then' in value);
}

/** A name, a resource with that property, or a value that is still to come; what else it is only AWS can tell. */
function isShape(value: unknown, property: string): boolean {
  if (typeof value === 'string') return value !== '';
  if (typeof value !== 'object' || value === null) return false;
  return isToCome(value) || property in value;
}

function shapeOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return `an object with ${Object.keys(value).join(', ') || 'nothing in it'}`;
  return JSON.stringify(value) ?? typeof value;
}
