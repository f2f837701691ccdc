/** How a program is bundled: one ES module that Node runs. */
import type { BuildOptions } from 'esbuild';

/** Names are kept, because drivers and frameworks read them. */
export const programFormat = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  minifyWhitespace: true,
  minifySyntax: true,
  // CommonJS dependencies call `require`, which an ES module does not have.
  banner: {
    js: "import { createRequire as garbagedayCreateRequire } from 'node:module'; const require = garbagedayCreateRequire(import.meta.url);",
  },
} as const satisfies BuildOptions;
