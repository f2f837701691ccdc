#!/usr/bin/env node
// The command of this checkout, whose game days use the word counter.
import { launch } from '../../../packages/cli/bin/launch.js';

await launch(import.meta.url, async () => {
  const { main } = await import('@garbageday/cli/main.ts');
  const { service } = await import('../src/offer.ts');
  return { main: () => main(service) };
});
