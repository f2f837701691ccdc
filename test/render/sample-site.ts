/** A small site: three kills, one of them felt, a refusal and a dry run, over four hours of minutes. */
import type { GroupRecord, MemberRecord, Transition } from '@garbageday/core/chaos/experiment.ts';
import { readSite, type SiteReport } from '@garbageday/core/report/read-site.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { type RunFindings, type SiteFile, siteFiles } from '@garbageday/render/site/site-files.ts';
import { request, slo, tenAMinute } from '../core/report/four-hours.ts';
import { experimentPlan, targetRecord } from '../fakes/experiment.ts';
import { filledLedger, killTransitions, lossAt, minute, states } from '../fakes/minutes.ts';

/** Texts that come from a ledger, as someone might have written them who wants to be run, or to be elsewhere. */
export const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
export const hostileId = '../../etc/<script>passwd';

const configuration = {
  ...tenAMinute,
  slos: [slo(), slo({ name: 'probe-latency', sli: 'latency', window: '1h' })],
};

/** Three members of which one is not well; `zone`: of that one, from outside as all of it is. */
function seenGroup(zone: string, size = 3): GroupRecord {
  const member = (slot: string, changes: Partial<MemberRecord> = {}): MemberRecord => ({
    ...{ ...targetRecord, instanceId: `i-${slot}`, slot, zone: slot.slice(-1) },
    ...{ state: 'running', isHealthy: true, isInService: true, ...changes },
  });
  const members = [
    member('web-a', { role: 'primary' }),
    member('web-b', { zone, role: 'syncing', isHealthy: false, isInService: false }),
    member('web-c', { state: 'pending' }),
  ];
  return { desiredSize: 3, size, members };
}

function transitions(name: string): readonly Transition[] {
  const felt = {
    impact: {
      probes: { sent: 50, bad: 4 },
      errors: [['reset', 4]] as const,
      recoverMs: 180_000,
      budgetSpent: 0.12,
    },
    judgement: { verdict: 'fail' as const, reasons: ['4 of 50 probes failed (4 reset); the limit is 0.'] },
  };
  return [
    ...killTransitions({ id: 'web-1970-01-01', from: 130, to: 134, baseline: 10 }),
    ...killTransitions({
      ...{ id: 'data-1970-01-01', group: 'data', from: 180, to: 185, baseline: 10, ...felt },
      seen: seenGroup('b', 23),
    }),
    ...states(name, 200 * minuteMs, [
      { kind: 'drawn', plan: experimentPlan({ id: name, group: name, seed: name }) },
      {
        kind: 'refused',
        refusal: {
          reason: 'no-redundancy',
          detail: `${name} has 2 of 3`,
          numbers: { healthy: 2, sinceMs: 0 },
        },
      },
    ]),
    ...states('rehearsal', 210 * minuteMs, [
      { kind: 'drawn', plan: experimentPlan({ id: 'rehearsal', mode: 'dry-run' }) },
      {
        ...{ kind: 'claimed', target: { ...targetRecord, slot: name, zone: name } },
        seen: seenGroup(name),
      },
    ]),
    ...killTransitions({ id: 'web-2', from: 220, to: 224, baseline: 10 }),
  ];
}

/** `name`: what one of its experiments is called everywhere. */
export async function sampleSite(name = 'web-refused'): Promise<SiteReport> {
  const slices = Array.from({ length: 240 }, (_, index) => minute(index, index === 181 ? 4 : 0));
  const ledger = await filledLedger(slices, transitions(name), [lossAt('i-other', 182, 184)]);
  return await readSite(ledger, request({ configuration, timeZone: 'UTC' }));
}

export const found: RunFindings = {
  findings: [
    {
      kind: 'slow-start',
      group: 'web',
      text: 'a copy took 9 s to be ready',
      see: 'docs/findings.md#slow-start',
    },
  ],
  experimentIds: new Set(['web-2']),
};

export async function filesOf(site: SiteReport, run?: RunFindings): Promise<readonly SiteFile[]> {
  const files: SiteFile[] = [];
  for await (const file of siteFiles(site, run)) files.push(file);
  return files;
}
