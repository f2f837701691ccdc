/** The members of the group as the gate saw them before the strike: those that were not hit too. */
import type { GroupRecord, MemberRecord } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentEvidence } from '@garbageday/core/report/experiment-evidence.ts';
import { formatCount, formatPlural, noData } from '../format.ts';
import { html, type Markup, trusted } from '../html/markup.ts';
import { stateIn } from './phase-list.ts';

/** One; none for records of older versions, and if nothing was claimed. */
export function groupSections({ outcome, transitions }: ExperimentEvidence): readonly Markup[] {
  const claimed = stateIn(transitions, 'claimed');
  if (claimed?.seen === undefined) return [];
  const { seen, target } = claimed;
  return [
    html`<section aria-labelledby="group">
<h2 id="group">The group before the strike</h2>
<table class="stack">
<caption>${captionOf(seen, outcome.plan.group)}</caption>
<thead><tr><th scope="col">Member</th><th scope="col">Zone</th><th scope="col">Role</th><th scope="col">Instance</th><th scope="col">When the gate looked</th></tr></thead>
<tbody>
${seen.members.map((member) => row(member, member.instanceId === target.instanceId))}
</tbody>
</table>
</section>`,
  ];
}

function captionOf({ size, desiredSize, members }: GroupRecord, group: string): string {
  const rest = size > members.length ? ` The first ${formatCount(members.length)} are listed.` : '';
  const wanted = `${formatCount(desiredSize)} ${desiredSize === 1 ? 'was' : 'were'} wanted`;
  return `${group} had ${formatPlural(size, 'member')} when the gate decided; ${wanted}.${rest}`;
}

function row({ slot, zone, role, instanceId, ...member }: MemberRecord, isTarget: boolean): Markup {
  return html`<tr><th scope="row">${slot}${isTarget ? html`<small>the target</small>` : trusted('')}</th><td data-name="Zone">${zone}</td><td data-name="Role">${role === 'none' ? noData : role}</td><td data-name="Instance">${instanceId}</td><td data-name="When the gate looked">${healthOf(member)}</td></tr>`;
}

function healthOf({
  state,
  isHealthy,
  isInService,
}: Pick<MemberRecord, 'state' | 'isHealthy' | 'isInService'>) {
  if (state === 'pending') return 'starting';
  if (state !== 'running') return 'shutting down';
  return `${isHealthy ? 'healthy' : 'not healthy'}, ${isInService ? 'in service' : 'out of service'}`;
}
