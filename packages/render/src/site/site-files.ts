/** A whole report site, file by file: pages of experiments as they are read, and the index last, which links to them. */
import type { ServerFinding } from '@garbageday/core/report/finding.ts';
import type { SiteReport } from '@garbageday/core/report/read-site.ts';
import { experimentPage } from './experiment-page.ts';
import { indexPage } from './index-page.ts';
import { experimentPath, indexPath } from './page-path.ts';

/** `path`: relative to the root, with slashes; one that `isSitePath` accepts. */
export type SiteFile = { readonly path: string; readonly content: string };

/** What the last run found about the servers, and which experiments it made. */
export type RunFindings = {
  readonly findings: readonly ServerFinding[];
  readonly experimentIds: ReadonlySet<string>;
};

export const noFindings: RunFindings = { findings: [], experimentIds: new Set() };

/** One page in memory at a time. The same ledger gives the same files. */
export async function* siteFiles(site: SiteReport, run: RunFindings = noFindings): AsyncIterable<SiteFile> {
  const { report, past } = site;
  const { service, timeZone } = report;
  const ids = past.map(({ outcome }) => outcome.plan.id);
  const places = new Map(ids.map((id, index) => [id, index]));
  for await (const evidence of site.evidence()) {
    const { id, group } = evidence.outcome.plan;
    const place = places.get(id) ?? 0;
    const findings = run.experimentIds.has(id)
      ? run.findings.filter((finding) => finding.group === group)
      : [];
    const neighbours = { earlier: ids[place - 1] ?? null, later: ids[place + 1] ?? null };
    const setting = { service, timeZone, findings, ...neighbours };
    yield { path: experimentPath(id), content: experimentPage(evidence, setting) };
  }
  yield { path: indexPath, content: indexPage(site, run.findings) };
}
