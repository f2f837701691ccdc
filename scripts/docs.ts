/**
 * `npm run docs`: writes the pages of docs/ that come from the program. `npm run check:docs` (`-- --check`) writes nothing, and exits with 1
 * where a page is out of date.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { generatedPages } from './docs/generated-pages.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const stale = generatedPages(root).filter(({ path, text }) => current(path) !== text);

for (const { path, text } of stale) {
  if (values.check) console.error(`${path} is out of date: npm run docs`);
  else {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}
if (values.check && stale.length > 0) process.exitCode = 1;

function current(path: string): string | null {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return null;
  }
}
