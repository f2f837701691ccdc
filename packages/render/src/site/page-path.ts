/** Where the pages of a site are. An id comes from a ledger, so it is not trusted to be the name of a file. */
import { createHash } from 'node:crypto';

export const indexPath = 'index.html';

/** Small letters alone, because some disks and web servers do not tell them from capitals. */
const safe = /^[a-z0-9](?:[a-z0-9]|[.-](?![.-])){0,78}[a-z0-9]$/;

/** Names that Windows keeps for devices, whatever follows the dot. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** `experiments/web-2026-11-27.html`: the id if it is a safe name everywhere, else its legible part and a checksum. */
export function experimentPath(id: string): string {
  return `experiments/${safe.test(id) && !device.test(id) ? id : marked(id)}.html`;
}

/** A safe id has no two hyphens in a row, so no other id gets this name. */
function marked(id: string): string {
  const legible = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  const sum = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return `${legible === '' ? 'experiment' : legible}--${sum}`;
}

/** Whether a path is one that a site of any ledger may have: nothing else is ever written or removed. */
export function isSitePath(path: string): boolean {
  return path === indexPath || /^experiments\/[a-z0-9](?:[a-z0-9]|[.-](?!\.)){0,120}\.html$/.test(path);
}
