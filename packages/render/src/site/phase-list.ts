/** The phases of an experiment in their order: gate, baseline, strike, detect, replace, recover, verdict. */
import type { ExperimentState, Impact, Transition } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentEvidence } from '@garbageday/core/report/experiment-evidence.ts';
import { formatInstant, formatMs, noData } from '../format.ts';
import { html, type Markup } from '../html/markup.ts';
import { faultOnTarget, targetText } from '../narrate/fault-words.ts';
import { asSentence, neverLeft, refusalReason, verdictTitle } from '../narrate/outcome-words.ts';
import { coursePlot } from './course-plot.ts';

type Phase = { readonly name: string; readonly atMs: number | null; readonly text: string };

export function timelineSection(evidence: ExperimentEvidence): Markup {
  const { phases, transitions } = evidence;
  const injected = stateIn(transitions, 'injected');
  const strikeMs = injected?.injectedAtMs ?? phases?.during.fromMs ?? null;
  const course = phases === null || strikeMs === null ? [] : [coursePlot(phases, strikeMs)];
  return html`<section aria-labelledby="timeline">
<h2 id="timeline">Timeline</h2>
${course}
<table class="phases stack">
<caption>Times count from the strike.</caption>
<thead><tr><th scope="col">Phase</th><th scope="col">When</th><th scope="col" class="number">From the strike</th><th scope="col">What happened</th></tr></thead>
<tbody>
${phasesOf(evidence, strikeMs).map((phase) => row(phase, strikeMs))}
</tbody>
</table>
</section>`;
}

function row({ name, atMs, text }: Phase, strikeMs: number | null): Markup {
  const from = atMs === null || strikeMs === null ? noData : offsetText(atMs - strikeMs);
  const when = atMs === null ? noData : formatInstant(atMs);
  return html`<tr><th scope="row">${name}</th><td data-name="When" class="short">${when}</td><td data-name="From the strike" class="number">${from}</td><td>${text}</td></tr>`;
}

/** `−60 ms`, `+1.2 s`. */
function offsetText(ms: number): string {
  if (ms === 0) return '0';
  return `${ms < 0 ? '\u2212' : '+'}${formatMs(Math.abs(ms))}`;
}

type StateOf<Kind extends ExperimentState['kind']> = Extract<ExperimentState, { readonly kind: Kind }>;

function isState<Kind extends ExperimentState['kind']>(
  state: ExperimentState,
  kind: Kind,
): state is StateOf<Kind> {
  return state.kind === kind;
}

function transitionIn<Kind extends ExperimentState['kind']>(transitions: readonly Transition[], kind: Kind) {
  for (const { atMs, state } of transitions) if (isState(state, kind)) return { atMs, state };
  return null;
}

/** The first state of that kind; null: it never came that far. */
export function stateIn<Kind extends ExperimentState['kind']>(
  transitions: readonly Transition[],
  kind: Kind,
): StateOf<Kind> | null {
  return transitionIn(transitions, kind)?.state ?? null;
}

function phasesOf(evidence: ExperimentEvidence, strikeMs: number | null): readonly Phase[] {
  const { outcome } = evidence;
  const impact = 'impact' in outcome ? outcome.impact : null;
  return [
    gate(evidence),
    ...baseline(evidence),
    ...strike(evidence),
    ...(impact === null || strikeMs === null ? [] : aftermath(impact, strikeMs)),
    ...ending(evidence),
  ];
}

function gate({ outcome, transitions }: ExperimentEvidence): Phase {
  const name = 'Gate';
  if (outcome.kind === 'refused') {
    const { reason, detail } = outcome.refusal;
    return { name, atMs: outcome.atMs, text: `Refused (${refusalReason({ reason })}): ${detail}` };
  }
  const claimed = transitionIn(transitions, 'claimed');
  if (claimed === null) {
    const drawnAtMs = transitions[0]?.atMs ?? null;
    return { name, atMs: drawnAtMs, text: 'Drawn; no decision of the gate is recorded.' };
  }
  const target = targetText(outcome.plan, claimed.state.target);
  return { name, atMs: claimed.atMs, text: `Every check passed; ${target} was chosen.` };
}

function baseline({ transitions, phases }: ExperimentEvidence): readonly Phase[] {
  const found = transitionIn(transitions, 'baseline');
  if (found === null) return [];
  const { fromMs, toMs } = found.state;
  const before = phases?.before.latency ?? null;
  const p99 = before === null ? '' : `, p99 ${formatMs(before.p99)}`;
  return [
    { name: 'Baseline', atMs: fromMs, text: `How users were before, for ${formatMs(toMs - fromMs)}${p99}.` },
  ];
}

function strike({ outcome, transitions }: ExperimentEvidence): readonly Phase[] {
  const injected = stateIn(transitions, 'injected');
  if (injected === null || outcome.kind === 'refused') return [];
  const text = `The fault was injected: ${faultOnTarget(outcome.plan, outcome.target)}.`;
  return [{ name: 'Strike', atMs: injected.injectedAtMs, text }];
}

function aftermath(impact: Impact, strikeMs: number): readonly Phase[] {
  const { detectMs, replaceMs, carryOnMs, recoverMs } = impact;
  const at = (ms: number | null) => (ms === null ? null : strikeMs + ms);
  const replaced = carryOnMs === undefined ? replaceMs : carryOnMs;
  const [seen, unseen] =
    carryOnMs === undefined
      ? ['The group was whole again.', 'The group was not seen whole again.']
      : [
          'The rest of the group was well; nothing replaces it.',
          'The rest of the group was not seen well again; nothing replaces it.',
        ];
  return [
    {
      name: 'Detect',
      atMs: at(detectMs),
      text: detectMs === null ? 'It was not seen to be taken out of service.' : 'Taken out of service.',
    },
    {
      name: 'Replace',
      atMs: at(replaced),
      text: replaced === null ? unseen : seen,
    },
    { name: 'Recover', atMs: at(recoverMs), text: recoveredText(recoverMs) },
  ];
}

function recoveredText(recoverMs: number | null): string {
  if (recoverMs === null) return 'The users were not seen to recover.';
  return recoverMs === 0 ? `The users ${neverLeft}.` : 'The users were back in the steady state.';
}

function ending({ outcome, transitions }: ExperimentEvidence): readonly Phase[] {
  const atMs = transitions.at(-1)?.atMs ?? null;
  if (outcome.kind === 'completed') {
    const { verdict, reasons } = outcome.judgement;
    return [{ name: 'Verdict', atMs, text: `${verdictTitle(verdict)}: ${reasons.join(' ')}` }];
  }
  if (outcome.kind !== 'aborted') return [];
  return [{ name: 'Verdict', atMs, text: `Aborted: ${asSentence(outcome.reason.text)}` }];
}
