/** Where files are in a garbageday directory. */
import { join, relative } from 'node:path';

export function ledgerPath(directory: string): string {
  return join(directory, 'ledger.sqlite');
}

export function reportPath(directory: string, format: 'html' | 'json' | 'png'): string {
  return join(directory, `report.${format}`);
}

/** The default of --directory, relative to the working directory. */
export const usualDirectory = '.garbageday';

/** The last run's report as data. */
export function lastRunPath(directory: string): string {
  return join(directory, 'last-run.json');
}

/** As a person would write it: relative inside the working directory, absolute elsewhere. */
export function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  if (short === '') return '.';
  return short.startsWith('..') ? path : short;
}
