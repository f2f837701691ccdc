/** The licences of everything that is bundled. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { interFonts, resvgWasm } from '@garbageday/render/chart/chart-files.ts';
import { z } from 'zod';

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().default('see below'),
});

/** `inputs`: files relative to `root`. Throws for a package that has neither a licence file nor a licence name. */
export function writeLicences(root: string, dist: string, inputs: readonly string[]): void {
  const files = [...inputs, ...[resvgWasm, ...interFonts].map((file) => `node_modules/${file}`)];
  const packages = [...new Set(files.flatMap((file) => packageOf(file) ?? []))].sort();
  const parts = packages.map((path) => licenceOf(join(root, path)));
  writeFileSync(join(dist, 'THIRD-PARTY-LICENCES.txt'), `${parts.join(`\n${'-'.repeat(80)}\n`)}\n`);
}

/** The package of a file: `node_modules/a/node_modules/@b/c`. */
function packageOf(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

function licenceOf(directory: string): string {
  const { name, version, license } = manifestSchema.parse(
    JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')),
  );
  const texts = readdirSync(directory, { withFileTypes: true })
    .filter((file) => file.isFile() && /^(licen[cs]e|notice|copying)/i.test(file.name))
    .map(({ name }) => readFileSync(join(directory, name), 'utf8').trim());
  if (texts.length === 0 && license === 'see below')
    throw new Error(`${directory}: has no licence; do not bundle it`);
  return [`${name} ${version}: ${license}`, ...texts].join('\n\n');
}
