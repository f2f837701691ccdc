/**
 * `npm run build`: packages/garbageday/dist, everything that `npm pack` of the package `garbageday` puts into the
 * tarball.
 */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleClient } from '@garbageday/page/server/bundle-client.ts';
import { bundleFunctions } from './build/bundle-functions.ts';
import { bundlePackage } from './build/bundle-package.ts';
import { copyFiles } from './build/copy-files.ts';
import { writeDeclarations } from './build/declarations.ts';
import { writeLicences } from './build/licences.ts';

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'packages/garbageday/dist');

rmSync(dist, { recursive: true, force: true });
const inputs = [...(await bundlePackage(root, dist)), ...(await bundleFunctions(root, dist))];
writeDeclarations(root, dist);
copyFiles(root, dist);
await bundleClient(join(dist, 'files'));
writeLicences(root, dist, [...inputs, 'node_modules/uplot/package.json']);
