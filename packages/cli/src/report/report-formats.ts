/** The formats of a report, as `--format` takes them. */

export const reportFormats = [
  'text',
  'html',
  'json',
  'png',
  'svg',
  'markdown',
  'journal',
  'openmetrics',
  'slack',
] as const;

export type ReportFormat = (typeof reportFormats)[number];
