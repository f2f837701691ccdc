/** The first page of a site: SLOs now and before, every experiment, every refusal. */
import type { ServerFinding } from '@garbageday/core/report/finding.ts';
import { wasInjected } from '@garbageday/core/report/happened-at.ts';
import type { SiteReport } from '@garbageday/core/report/read-site.ts';
import { adviceSection, attributionSection, policySection, proofSection } from '../html/detail-sections.ts';
import { html, type Markup, trusted } from '../html/markup.ts';
import { figureList, reportTitle } from '../html/verdict-header.ts';
import { headline } from '../summary/headline.ts';
import { keyFigures } from '../summary/key-figures.ts';
import { findingSentence } from '../summary/server-findings.ts';
import { periodText } from '../summary/times.ts';
import { experimentsSection, refusalsSection } from './history-table.ts';
import { searchScript } from './search-script.ts';
import { sitePage } from './site-page.ts';
import { sloSection } from './slo-section.ts';

export function indexPage(site: SiteReport, found: readonly ServerFinding[]): string {
  const { report, past } = site;
  const { service, timeZone } = report;
  const strikesMs = past.filter(({ outcome }) => wasInjected(outcome)).map(({ atMs }) => atMs);
  return sitePage({
    service,
    title: `${service}: ${headline(report)}`,
    root: '',
    script: searchScript,
    header: pageHeader(site),
    main: html`${[
      adviceSection(report),
      foundSection(found),
      sloSection(site, { timeZone, strikesMs }),
      experimentsSection(past, report),
      refusalsSection(past, report),
      proofSection(report),
      attributionSection(report),
      policySection(report),
    ]}`,
    footer: html`<p>Times are those of ${timeZone}. The budget that a kill spent is as judged then. The same numbers for machines: <code>garbageday report --json</code>.</p>`,
  });
}

function pageHeader({ report, past }: SiteReport): Markup {
  const hasRefusals = past.some(({ outcome }) => outcome.kind === 'refused');
  return html`${reportTitle(report)}
<p class="about muted">${periodText(report)}. On ${report.platform.name}.</p>
${figureList(keyFigures(report))}
<nav aria-label="On this page"><ul class="jump">
<li><a href="#objectives">Objectives</a></li><li><a href="#experiments">Experiments</a></li>${hasRefusals ? html`<li><a href="#refusals">Refusals</a></li>` : trusted('')}<li><a href="#attribution">Where the budget went</a></li>
</ul></nav>`;
}

/** Empty without findings. */
function foundSection(found: readonly ServerFinding[]): Markup {
  if (found.length === 0) return trusted('');
  return html`<section aria-labelledby="found-last">
<h2 id="found-last">Found in the last run</h2>
<ul class="todo">
${found.map((finding) => html`<li>${findingSentence(finding)}</li>`)}
</ul>
</section>`;
}
