/** A page for each refusal, abort, finding and verdict, with what the program prints. After a change: npx vitest run test/docs/pages.test.ts -u */
import { readdirSync, readFileSync } from 'node:fs';
import { findingsOf } from '@garbageday/cli/game-day/findings.ts';
import { abortKinds } from '@garbageday/core/chaos/abort-reason.ts';
import { abandonedEnd } from '@garbageday/core/chaos/end-experiments.ts';
import type { ExperimentPlan, Impact, Judgement } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { decide } from '@garbageday/core/chaos/gate.ts';
import { pageReason, pulledReason } from '@garbageday/core/chaos/inject-once.ts';
import { judge } from '@garbageday/core/chaos/judge.ts';
import { type RefusalReason, refusalReasons } from '@garbageday/core/chaos/refusal.ts';
import { findingKinds } from '@garbageday/core/report/finding.ts';
import { narrateOutcome } from '@garbageday/render/narrate/experiment.ts';
import { headline } from '@garbageday/render/summary/headline.ts';
import { findingSentence } from '@garbageday/render/summary/server-findings.ts';
import { sloRow } from '@garbageday/render/summary/slo-row.ts';
import { killMarks, reportMarks, sloMarks } from '@garbageday/render/summary/verdict-mark.ts';
import { comparisonVerdicts } from '@garbageday/render/terminal/probe/comparison-text.ts';
import { describe, expect, it } from 'vitest';
import { allClear, refusing } from '../fakes/gate-facts.ts';
import {
  sampleImpact,
  samplePlan,
  sampleReport,
  sampleSlo,
  sampleTarget,
  startMs,
} from '../render/sample-report.ts';
import { root } from './markdown-files.ts';
import { evidenceFor, seenFor } from './sample-findings.ts';

const plan = samplePlan('web-1', 'web', 'terminate', 0);
const target = sampleTarget('web-b', 'i-0f3a9c21d4');

function refused(reason: RefusalReason): string {
  const refusal = decide({ ...allClear, ...refusing[reason] });
  if (refusal === null) throw new Error(`nothing was refused for ${reason}`);
  return narrateOutcome({ kind: 'refused', plan, atMs: startMs, refusal });
}

/** The sentences of the product: of its functions where they can be called, else as they stand in its sources. */
const aborts: Readonly<Record<(typeof abortKinds)[number], string>> = {
  lever: pulledReason({ kind: 'halted', reason: 'customers are calling', sinceMs: 0 })?.text ?? '',
  operator: 'stopped by Ctrl-C',
  alert: pageReason([{ slo: 'probe: availability', severity: 'page', burn: 20 }])?.text ?? '',
  'check-failed': 'the stop conditions could not be checked: CloudWatch is throttling',
  'not-injected':
    'the fault could not be injected: terminating i-0f3a9c21d4: not permitted (ec2:TerminateInstances)',
  'stale-decision': 'the decision to go ahead was 61500 ms old; it holds for 60000 ms',
  changed: 'web: a rollout is under way; 3 of 3 members are present, 0 of them unhealthy or out of service.',
  overlap: 'the experiment kill-2 began at the same moment',
  abandoned: abandonedEnd({
    ...{ plan, target, injectedAtMs: startMs, lastAtMs: startMs },
    state: { kind: 'injected', injectedAtMs: startMs },
  } as Parameters<typeof abandonedEnd>[0]).reason.text,
  unspecified: 'the moon was in the wrong phase',
};

/** Those that come after the fault more often than before it are shown with it. */
const afterFault: readonly string[] = ['alert', 'abandoned'];

function aborted(kind: (typeof abortKinds)[number]): string {
  const reason = { kind, text: aborts[kind] };
  const isInjected = afterFault.includes(kind);
  return narrateOutcome({
    ...{ kind: 'aborted', plan, atMs: startMs, reason, target: isInjected ? target : null },
    injectedAtMs: isInjected ? startMs : null,
    impact: kind === 'alert' ? sampleImpact(0, failing) : null,
  });
}

const failing = {
  probes: { sent: 82, bad: 3 },
  errors: [['reset', 3]] as const,
  recoverMs: 640,
  budgetSpent: 0.021,
};

const before = { probes: { sent: 200, bad: 0 }, p99Ms: 14 };

function judged(changes: Partial<Impact>, already = before): string {
  const impact = sampleImpact(0, changes);
  const judgement: Judgement = judge(impact, plan.hypothesis, {
    minCoverage: 0.9,
    before: already,
    unseen: null,
  });
  return narrateOutcome({ kind: 'completed', plan, target, injectedAtMs: startMs, impact, judgement });
}

const dryPlan: ExperimentPlan = { ...plan, mode: 'dry-run' };
const unfinished: ExperimentOutcome = {
  ...{ kind: 'unfinished', plan, target, injectedAtMs: startMs, state: 'recovering', atMs: startMs },
};

const kills: Readonly<Record<string, string>> = {
  pass: judged({}),
  fail: judged(failing),
  inconclusive: judged({ coverage: 0.62 }),
  aborted: aborted('lever'),
  'no end': narrateOutcome(unfinished),
  'dry run': narrateOutcome({ kind: 'dry-run', plan: dryPlan, target, atMs: startMs }),
};

const slos: Readonly<Record<keyof typeof sloMarks, string>> = {
  met: sloRow(sampleSlo({ good: 18_040, total: 18_040 })).sentence,
  missed: sloRow(sampleSlo({ good: 17_900, total: 18_040, verdict: 'missed' })).sentence,
  'not-yet-provable': sloRow(sampleSlo({ good: 882, total: 882, verdict: 'not-yet-provable' })).sentence,
  'no-data': sloRow(sampleSlo({ good: 0, total: 0, ratio: null, interval: null, verdict: 'no-data' }))
    .sentence,
};

const keys = <K extends string>(record: Readonly<Record<K, unknown>>) => Object.keys(record) as K[];

const found = findingKinds.flatMap((kind) =>
  findingsOf(evidenceFor(kind), seenFor(kind)).filter((each) => each.kind === kind),
);

/** Every page, and what is printed in it. */
const pages: readonly (readonly [path: string, printed: string])[] = [
  ...refusalReasons.map((reason) => [`refusals/${reason}`, refused(reason)] as const),
  ...abortKinds.map((kind) => [`aborts/${kind}`, aborted(kind)] as const),
  ...found.map((finding) => [`findings/${finding.kind}`, findingSentence(finding)] as const),
  ...keys(killMarks).map((kind) => [`verdicts/kill-${kind.replace(' ', '-')}`, kills[kind] ?? ''] as const),
  ...keys(reportMarks).map(
    (verdict) => [`verdicts/run-${verdict}`, headline({ ...sampleReport, verdict })] as const,
  ),
  ...keys(sloMarks).map((verdict) => [`verdicts/objective-${verdict}`, slos[verdict]] as const),
  ...keys(comparisonVerdicts).map(
    (verdict) => [`verdicts/comparison-${verdict}`, comparisonVerdicts[verdict].text] as const,
  ),
];

describe('pages about what the program says', () => {
  it.each(pages)('docs/%s.md shows it as it is printed', async (path, printed) => {
    expect(printed).not.toMatch(/^$|undefined/);
    const file = `${root}/docs/${path}.md`;
    const now = readFileSync(file, 'utf8').replace(/(?<=```text\n)[\s\S]*?(?=\n```)/, () => printed);
    expect(now).toContain('```text\n');
    expect(now).toMatch(/^## What now\n\n- /m);
    await expect(now).toMatchFileSnapshot(file);
  });

  it.each(['refusals', 'aborts', 'findings', 'verdicts'])('docs/%s has no page without a kind', (folder) => {
    const there = readdirSync(`${root}/docs/${folder}`).filter((name) => name !== 'README.md');
    const known = pages.map(([path]) => path).filter((path) => path.startsWith(`${folder}/`));
    expect(there.map((name) => `${folder}/${name.replace(/\.md$/, '')}`).toSorted()).toEqual(
      known.toSorted(),
    );
  });

  it('every finding names its page, or one that links to it', () => {
    expect(found.map(({ kind }) => kind)).toEqual(findingKinds);
    for (const { kind, see } of found) {
      const named = readFileSync(`${root}/${see}`, 'utf8');
      if (see !== `docs/findings/${kind}.md`) expect(named).toContain(`](findings/${kind}.md)`);
    }
    expect(found[0]?.see).toBe('docs/graceful-shutdown.md');
  });

  it.each(['check-failed', 'not-injected', 'stale-decision', 'overlap'] as const)(
    'the sentence of the abort %s begins as in the sources',
    (kind) => {
      const sources = ['inject-once', 'run-experiment'].map((name) =>
        readFileSync(`${root}/packages/core/src/chaos/${name}.ts`, 'utf8'),
      );
      const opening = aborts[kind].split(/: | \d|kill-2/)[0] ?? '';
      expect(opening.length).toBeGreaterThan(12);
      expect(sources.join()).toContain(opening);
    },
  );
});
