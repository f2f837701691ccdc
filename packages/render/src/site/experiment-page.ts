/** The page of one experiment. It changes only when it gets a later neighbour, or another run has findings. */
import type { ExperimentEvidence } from '@garbageday/core/report/experiment-evidence.ts';
import type { ServerFinding } from '@garbageday/core/report/finding.ts';
import { formatLocalMinute } from '../format.ts';
import { html, type Markup, trusted } from '../html/markup.ts';
import { asSentence, reasonsOf } from '../narrate/outcome-words.ts';
import { impactTexts, recoveryCell } from '../summary/kill-row.ts';
import { allowedSection, evidenceSection, failureSection, journalSection } from './evidence-section.ts';
import { endingOf, experimentTitle } from './experiment-title.ts';
import { groupSections } from './group-section.ts';
import { latencySection } from './latency-plot.ts';
import { experimentPath } from './page-path.ts';
import { timelineSection } from './phase-list.ts';
import { sitePage } from './site-page.ts';

export type ExperimentSetting = {
  readonly service: string;
  readonly timeZone: string;
  readonly findings: readonly ServerFinding[];
  /** Ids of the neighbours in time; null: none. */
  readonly earlier: string | null;
  readonly later: string | null;
};

export function experimentPage(evidence: ExperimentEvidence, setting: ExperimentSetting): string {
  const { outcome, phases } = evidence;
  const { service, findings } = setting;
  const { word } = endingOf(outcome);
  return sitePage({
    service,
    title: `${word}: ${experimentTitle(outcome)} · ${service}`,
    root: '../',
    script: null,
    header: pageHeader(evidence, setting),
    main: html`${[
      allowedSection(evidence),
      ...groupSections(evidence),
      timelineSection(evidence),
      ...(phases === null ? [] : [latencySection(phases), failureSection(phases)]),
      evidenceSection(evidence, findings),
      journalSection(evidence),
    ]}`,
    footer: html`<p>Times are UTC where they are not marked otherwise. Experiment <code>${outcome.plan.id}</code>.</p>`,
  });
}

function pageHeader({ outcome, atMs }: ExperimentEvidence, setting: ExperimentSetting): Markup {
  const { word, mark } = endingOf(outcome);
  return html`<nav aria-label="Experiments"><ul class="trail">
<li><a href="../index.html#experiments">All experiments</a></li>
${neighbour('Earlier', setting.earlier)}${neighbour('Later', setting.later)}
</ul></nav>
<h1><span class="${mark.tone}"><span aria-hidden="true">${mark.glyph}</span> ${word}</span>${experimentTitle(outcome)}</h1>
<p class="about muted">${formatLocalMinute(atMs, setting.timeZone)}, ${setting.timeZone}. Experiment ${outcome.plan.id}.</p>
${whyParagraphs(outcome)}
${figures(outcome)}`;
}

function neighbour(word: string, id: string | null): Markup {
  if (id === null) return trusted('');
  return html`<li><a href="../${experimentPath(id)}">${word}: ${id}</a></li>`;
}

function whyParagraphs(outcome: ExperimentEvidence['outcome']): Markup {
  const reasons = outcome.kind === 'refused' ? [outcome.refusal.detail] : reasonsOf(outcome);
  return html`${reasons.map((reason) => html`<p>${asSentence(reason)}</p>`)}`;
}

/** Empty if nothing was injected, or it was not measured. */
function figures(outcome: ExperimentEvidence['outcome']): Markup {
  const impact = 'impact' in outcome ? outcome.impact : null;
  if (impact === null) return trusted('');
  const texts = impactTexts(impact);
  const shown = [
    {
      label: 'Failed probes',
      value: texts.badProbes,
      tone: texts.hasBadProbes ? 'bad' : 'good',
      note: 'during',
    },
    { label: 'p99', value: texts.p99, tone: '', note: 'before → during' },
    { label: 'Users back', value: recoveryCell(texts), tone: '', note: texts.recovery },
    { label: 'Budget spent', value: texts.budgetSpent, tone: '', note: 'of a full window, as judged then' },
  ];
  return html`<dl class="figures">
${shown.map(
  ({ label, value, note, tone }) =>
    html`<div><dt>${label}</dt><dd class="value ${tone}">${value}</dd><dd class="note">${note}</dd></div>`,
)}
</dl>`;
}
