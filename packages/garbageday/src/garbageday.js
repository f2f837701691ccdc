#!/usr/bin/env node
// Runs on whatever Node the machine has: what needs a newer one is imported after the version check.
import { existsSync } from 'node:fs';
import module from 'node:module';

const needed = [22, 18];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(`garbageday: needs Node ${needed.join('.')} or newer, this is ${process.versions.node}`);
  process.exit(2);
}
offerConfig();
const { runHere } = await import('../../cli/bin/run-here.js');
await runHere(async () => {
  const { main } = await import('../../cli/src/main.ts');
  const service = await bundledService();
  return { main: () => main(service) };
});

/** The service for game days that the build has put next to this file, if any. */
async function bundledService() {
  const url = new URL('./service.js', import.meta.url);
  return existsSync(url) ? (await import(url.href)).service : null;
}

/**
 * `npx garbageday` installs nothing next to a configuration that imports `garbageday/config`, so the import resolves to
 * this package.
 */
function offerConfig() {
  const own = new Map([
    ['garbageday', new URL('./index.js', import.meta.url).href],
    ['garbageday/config', new URL('./config.js', import.meta.url).href],
  ]);
  module.registerHooks?.({
    resolve(specifier, context, nextResolve) {
      const url = own.get(specifier);
      if (url === undefined) return nextResolve(specifier, context);
      try {
        return nextResolve(specifier, context);
      } catch {
        return { url, shortCircuit: true };
      }
    },
  });
}
