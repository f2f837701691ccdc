/** The report on the last run as data, from which `garbageday report` makes any format with the same numbers. */
import { defaultJourneys, roleOfDefault } from '@garbageday/config/default-journeys.ts';
import { type GameDayReport, isGameDay, type Report } from '@garbageday/core/report/report.ts';
import { readRegularFile } from '@garbageday/local/read-regular-file.ts';
import { lastRunPath } from '../directory-files.ts';

const schema = 'garbageday/last-run@2';

/** This version knew only one load and one judge, by their names. */
const withoutJourneys = 'garbageday/last-run@1';

export function lastRunText(report: GameDayReport): string {
  return `${JSON.stringify({ schema, report })}\n`;
}

/** `null` if there is none, or it has another version. */
export function readLastRun(directory: string): GameDayReport | null {
  const text = readRegularFile(lastRunPath(directory));
  if (text === null) return null;
  try {
    const document: { readonly schema?: unknown; readonly report?: Report } = JSON.parse(text);
    const report = reportIn(document);
    return report !== null && isGameDay(report) ? report : null;
  } catch {
    return null;
  }
}

function reportIn({ schema: written, report }: { readonly schema?: unknown; readonly report?: Report }) {
  if (report === undefined) return null;
  if (written === withoutJourneys) return withFindings(withJourneys(report));
  return written === schema ? withFindings(report) : null;
}

/** The first runs of this version had no findings; later ones added them. */
function withFindings(report: Omit<Report, 'findings'> & Partial<Pick<Report, 'findings'>>): Report {
  return { ...report, findings: report.findings ?? [] };
}

function withJourneys(report: Report): Report {
  const { latency, timeline } = report;
  const journeys = defaultJourneys.map(({ name, role }) => {
    const sent = timeline[name].reduce((sum, { total }) => sum + total, 0);
    const failed = timeline[name].reduce((sum, { bad }) => sum + bad, 0);
    return { name, role, sent, failed, latency: latency[name] };
  });
  return {
    ...report,
    journeys,
    slos: report.slos.map((slo) => ({ ...slo, role: roleOfDefault(slo.journey) })),
  };
}
