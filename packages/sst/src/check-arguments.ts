/** Checks the arguments: one line for each mistake, with what to write instead. Pure. */
import { UsageError } from '@garbageday/core/errors.ts';
import { type GivenCollector, whyNoCollector } from './check-collector.ts';
import { type GivenGroup, oneMember, whyNoGroup } from './check-groups.ts';

/** IAM's longest role name has 64 characters, and `garbageday-<stage>-experiments-scheduler` is the longest of ours. */
const longestStage = 31;

type Checked = {
  readonly groups: readonly GivenGroup[];
  readonly reports?: { readonly prefix?: string; readonly days?: number } | undefined;
  readonly openTelemetry?: GivenCollector | undefined;
  readonly vpc?: unknown;
  readonly config?: {
    readonly groups?: readonly { readonly name?: string | undefined; readonly kind: string }[] | undefined;
  };
};

/** The beginning of messages: `GarbageDay "Chaos"`. */
export function componentOf(name: string): string {
  return `GarbageDay ${JSON.stringify(name)}`;
}

/** @throws UsageError about the first mistake. */
export function checkArguments(name: string, stage: string, args: Checked): void {
  const { groups, config, reports, openTelemetry, vpc } = args;
  const data = (config?.groups ?? [])
    .filter(({ kind }) => kind === 'data')
    .map(({ name: own = 'data' }) => own);
  const why =
    whyNoName(name) ??
    whyNoStage(stage) ??
    whyNoGroups(groups, data) ??
    whyNoReports(reports) ??
    whyNoCollector(openTelemetry, vpc !== undefined);
  if (why !== null) throw new UsageError(`${componentOf(name)}: ${why}`);
}

function whyNoName(name: string): string | null {
  // Only the demo's component has no name.
  if (/^([A-Z][A-Za-z0-9]*)?$/.test(name)) return null;
  return 'the name begins the names of its resources; write a capital letter, then letters and digits, such as "Chaos"';
}

function whyNoStage(stage: string): string | null {
  if (!/^[A-Za-z0-9-]+$/.test(stage))
    return `stage ${JSON.stringify(stage)} has other characters than letters, digits and hyphens; pass stage: 'shop-production' or the like`;
  if (stage.length <= longestStage) return null;
  return `stage "${stage}" has ${stage.length} characters, and names of AWS leave room for ${longestStage}; pass a shorter one as stage`;
}

/** A prefix is part of a permission, in which `*` and `?` stand for anything. */
function whyNoReports({ prefix = 'x/', days = 1 }: NonNullable<Checked['reports']> = {}): string | null {
  if (prefix !== '' && !/^\w[\w.-]*(?:\/\w[\w.-]*)*\/$/.test(prefix))
    return `reports.prefix ${JSON.stringify(prefix)} is not a folder of a bucket; write letters, digits, dots, hyphens and slashes, with a slash at the end, such as "garbageday/"`;
  if (Number.isInteger(days) && days >= 1 && days <= 400) return null;
  return `reports.days ${days} is not a whole number from 1 to 400, which is as long as slices are kept`;
}

/** `data`: the names of replica sets. */
function whyNoGroups(groups: readonly GivenGroup[], data: readonly string[]): string | null {
  const example = "{ name: 'web', autoScalingGroup: 'shop-web' }";
  if (!Array.isArray(groups) || groups.length === 0)
    return `groups is empty, so there is nothing that could be hit; write at least one, such as ${example}`;
  for (const [index, group] of groups.entries()) {
    const why = whyNoGroup(group, data.includes(group.name)) ?? whyTwice(groups, index);
    if (why !== null) return `groups[${index}]: ${why}`;
  }
  return null;
}

function whyTwice(groups: readonly GivenGroup[], index: number): string | null {
  const name = groups[index]?.name;
  const first = groups.findIndex((each) => each.name === name);
  return first === index ? null : `"${name}" is the name of groups[${first}] too; give each its own`;
}

/** An Auto Scaling group as it is, or as it will be. */
export type SeenGroup = {
  readonly name: string;
  readonly size: number | null;
  readonly tags: readonly {
    readonly key: string;
    readonly value: string;
    readonly propagateAtLaunch: boolean;
  }[];
};

export type WantedTag = { readonly key: string; readonly value: string };

/** `isReplicaSet`: each member has its own Auto Scaling group. `fix`: how to set its tags. */
export function whyNotThisGroup(
  seen: SeenGroup,
  { group, isReplicaSet, tags, fix }: WantedGroup,
): string | null {
  if (seen.size !== null && seen.size < 2 && !isReplicaSet)
    return `the Auto Scaling group ${seen.name}: ${oneMember(group)}`;
  const missing = tags.find(
    (tag) =>
      !seen.tags.some((each) => each.key === tag.key && each.value === tag.value && each.propagateAtLaunch),
  );
  if (missing === undefined) return null;
  return `the Auto Scaling group ${seen.name} does not hand the tag ${missing.key}=${missing.value} to its servers, and only tagged servers may be hit; ${fix}`;
}

export type WantedGroup = {
  readonly group: string;
  readonly isReplicaSet: boolean;
  readonly tags: readonly WantedTag[];
  readonly fix: string;
};
