/** The report of a probe as one self-contained HTML file. */
import type { ProbedTarget, ProbeReport } from '@garbageday/core/report/probe-report.ts';
import { formatCount, formatInstant, formatMs, formatPlural, formatRatio, noData } from '../../format.ts';
import { capitalized } from '../../narrate/outcome-words.ts';
import type { KeyFigure } from '../../summary/key-figures.ts';
import { probeTotals, probeVerdict } from '../../summary/probe-headline.ts';
import { probeCircumstances } from '../../summary/probe-sentences.ts';
import { urlNames } from '../../summary/url-names.ts';
import { reportMarks } from '../../summary/verdict-mark.ts';
import type { Compared } from '../../terminal/probe/comparison-text.ts';
import { html, type Markup, trusted } from '../markup.ts';
import { oneFile } from '../one-file.ts';
import { figureList, verdictTitle } from '../verdict-header.ts';
import { comparisonSection } from './comparison-section.ts';
import { probeStyle } from './probe-style.ts';
import { targetSection } from './target-section.ts';

/**
 * Like the report of a game day: style and plots inline, no scripts or requests, light or dark, the same numbers as the
 * text and the JSON. `where`: what it was compared with.
 */
export function renderProbeHtml(
  report: ProbeReport,
  compared: readonly Compared[] | null,
  where: string,
): string {
  const { word, sentence } = probeVerdict(report);
  return oneFile({
    title: `Probe of ${probed(report)}: ${word}`,
    style: probeStyle(),
    body: html`<header>
<p class="brand"><b>Garbage Day</b> · probe of ${probed(report)}</p>
${verdictTitle(reportMarks[report.verdict], word, capitalized(sentence))}
<p class="about muted">${formatInstant(report.fromMs)}. ${probeCircumstances(report)}</p>
${figureList(figuresOf(report))}
${overview(report)}
</header>
<main>
${named(report).map((target, index) => targetSection(target, report, index + 1))}
${comparisonSection(compared, where)}
</main>
<footer>
<p>Latencies count from the moment at which a request was due. Offsets count from the start. 95% CI: Wilson. The same numbers for machines: <code>garbageday probe --json</code>.</p>
</footer>`,
  });
}

/** `http://shop/`, or `3 URLs`. */
function probed({ targets }: ProbeReport): string {
  const [only] = targets;
  return targets.length === 1 && only !== undefined ? only.url : formatPlural(targets.length, 'URL');
}

function named({ targets }: ProbeReport): readonly ProbedTarget[] {
  const names = urlNames(targets.map(({ url }) => url));
  return targets.map((target, index) => ({ ...target, url: names[index] ?? target.url }));
}

function figuresOf(report: ProbeReport): readonly KeyFigure[] {
  const { sent, failed } = probeTotals(report);
  const worst = report.targets.flatMap(({ latency }) => latency ?? []);
  const most = (q: 'p50' | 'p99' | 'max') =>
    worst.length === 0 ? null : worst.reduce((high, latency) => Math.max(high, latency[q]), 0);
  const [p50, p99] = [most('p50'), most('p99')];
  const whose = report.targets.length === 1 ? '' : ', of the slowest URL';
  return [
    {
      label: 'Failed probes',
      value: sent === 0 ? noData : formatCount(failed),
      note: sent === 0 ? 'nothing was measured' : `of ${formatCount(sent)}`,
      tone: failed > 0 ? 'bad' : 'plain',
    },
    { label: 'p50', value: formatMs(p50), note: `half were faster${whose}`, tone: 'plain' },
    {
      label: 'p99',
      value: formatMs(p99),
      note: `fast enough: ${formatMs(report.thresholdMs)}${whose}`,
      tone: p99 !== null && p99 > report.thresholdMs ? 'bad' : 'plain',
    },
    { label: 'Longest wait', value: formatMs(most('max')), note: 'of any probe', tone: 'plain' },
  ];
}

/** Empty for one URL, which the figures are about. */
function overview(report: ProbeReport): Markup {
  const { targets } = report;
  if (targets.length === 1) return trusted('');
  return html`<table class="urls">
<caption>${`${formatPlural(targets.length, 'URL')}, each probed at the same rate.`}</caption>
<thead><tr><th scope="col">URL</th><th scope="col" class="number">Probes</th><th scope="col" class="number">Failed</th><th scope="col" class="number">p50</th><th scope="col" class="number">p99</th><th scope="col" class="number">Fast enough</th></tr></thead>
<tbody>
${named(report).map(overviewRow)}
</tbody>
</table>`;
}

function overviewRow({ url, sent, failed, latency, slos }: ProbedTarget, index: number): Markup {
  const fast = slos.find(({ sli }) => sli === 'latency')?.ratio ?? null;
  const cells = [
    formatCount(sent),
    formatCount(failed),
    formatMs(latency?.p50 ?? null),
    formatMs(latency?.p99 ?? null),
    formatRatio(fast, []),
  ];
  return html`<tr><th scope="row"><a href="#url-${index + 1}">${url}</a></th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`;
}
