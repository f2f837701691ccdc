/** What is, or would be, tagged, and why. */
import type { AdoptionPlan, Tagging } from '../platform/adoption.ts';

export function adoptionText(plan: AdoptionPlan, isArmed: boolean): string {
  const { taggings, stage, group, done, remarks } = plan;
  if (taggings.length === 0)
    return `Nothing to tag: ${resources(done)} already of the group ${group} of the stage ${stage}.`;
  const doing = isArmed ? 'Tagged' : 'Would tag';
  const already = done === 0 ? '' : ` (${resources(done)} tagged already)`;
  return [
    `${doing} for the group ${group} of the stage ${stage}${already}:`,
    ...rows(taggings),
    '',
    'Why: no experiment may end a server without both. garbageday:group says which group it is of, and the gate hits no other;',
    'by garbageday:stage the role of an experiment is allowed to end servers of this stage, and not those of another.',
    ...remarks,
    isArmed
      ? 'Nothing is killed by this. The component decides when, from now on: docs/your-auto-scaling-group.md.'
      : 'Nothing was tagged. The same with --armed tags them.',
  ].join('\n');
}

function resources(count: number): string {
  return count === 1 ? '1 resource is' : `${count} resources are`;
}

function rows(taggings: readonly Tagging[]): readonly string[] {
  const width = Math.max(...taggings.map((each) => nameOf(each).length));
  return taggings.map((each) => `  ${nameOf(each).padEnd(width)}  ${tagsOf(each)}`);
}

function nameOf({ kind, id }: Tagging): string {
  return kind === 'instance' ? id : `Auto Scaling group ${id}`;
}

function tagsOf({ kind, tags }: Tagging): string {
  const written = tags.map(({ key, value }) => `${key}=${value}`).join('  ');
  return kind === 'instance' ? written : `${written}  handed on to what it launches`;
}
