/** The report as one self-contained HTML file. */
import type { Report } from '@garbageday/core/report/report.ts';
import { renderChartSvg } from '../chart/render-chart-svg.ts';
import { formatMs } from '../format.ts';
import { headline } from '../summary/headline.ts';
import { keyFigures } from '../summary/key-figures.ts';
import { shownKills } from '../summary/shown-kills.ts';
import { periodText } from '../summary/times.ts';
import {
  adviceSection,
  attributionSection,
  changeSection,
  compositeSection,
  findingSection,
  policySection,
  proofSection,
  refusalSection,
  usersSection,
} from './detail-sections.ts';
import { killSection } from './kill-section.ts';
import { html, type Markup, trusted } from './markup.ts';
import { objectiveSection } from './objective-section.ts';
import { oneFile } from './one-file.ts';
import { styleSheet } from './style-sheet.ts';
import { figureList, reportTitle } from './verdict-header.ts';

/**
 * A whole HTML document: style and chart inline, no scripts or external requests (its own content security policy
 * forbids them), light or dark by the reader's preference. Shows the same numbers as the text and the JSON.
 */
export function renderReportHtml(report: Report): string {
  return oneFile({
    title: `${report.service}: ${headline(report)}`,
    style: styleSheet(),
    body: html`${pageHeader(report)}
<main>
${chartSection(report)}
${adviceSection(report)}
${findingSection(report)}
${objectivesAndKills(report)}
${proofSection(report)}
${attributionSection(report)}
${compositeSection(report)}
${policySection(report)}
${refusalSection(report)}
</main>
${pageFooter(report)}`,
  });
}

/** Kills come first for a run, SLOs for a period. */
function objectivesAndKills(report: Report): Markup {
  const kills = killSection(shownKills(report));
  const [users, objectives] = [usersSection(report), objectiveSection(report)];
  if (report.kind === 'gameday') return html`${[kills, users, objectives]}`;
  return html`${[objectives, changeSection(report), kills, users]}`;
}

function pageHeader(report: Report): Markup {
  const { platform, readyMs } = report;
  const ready = readyMs === null ? '' : `, ready in ${formatMs(readyMs)}`;
  return html`<header>
<p class="brand"><b>Garbage Day</b> · ${report.service}</p>
${reportTitle(report)}
<p class="about muted">${periodText(report)}${ready}. On ${platform.name}: ${platform.lb}, ${platform.data}.</p>
${figureList(keyFigures(report))}
</header>`;
}

/**
 * Empty if nothing was sent. Drawn twice, for desktops and phones: text in a scaled chart would be too small to read.
 */
function chartSection(report: Report): Markup {
  const { users, probe } = report.timeline;
  const drawn = report.journeys.some(({ role }) => role === 'load') ? users : probe;
  if (!drawn.some(({ total }) => total > 0)) return trusted('');
  const wide = renderChartSvg(report, {
    theme: 'page',
    width: 944,
    height: 500,
    fontSize: 13,
    idPrefix: 'wide',
  });
  const narrow = renderChartSvg(report, {
    theme: 'page',
    width: 360,
    height: 440,
    fontSize: 12,
    idPrefix: 'narrow',
  });
  return html`<section aria-labelledby="felt" class="chart">
<h2 id="felt">What users felt</h2>
<div class="wide">${trusted(wide)}</div>
<div class="narrow">${trusted(narrow)}</div>
</section>`;
}

function pageFooter({ kind, seed, timeZone }: Report): Markup {
  const times =
    kind === 'gameday' ? 'Times are UTC, offsets count from the start.' : `Times are those of ${timeZone}.`;
  const replay =
    seed === null
      ? trusted('')
      : html`Seed <code>${seed}</code>: the same seed gives the same victims and times. `;
  return html`<footer>
<p>${replay}${times} 95% CI: Wilson; proofs: one-sided Clopper–Pearson. The same numbers for machines: <code>garbageday report --json</code>.</p>
</footer>`;
}
