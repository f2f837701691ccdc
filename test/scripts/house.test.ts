/** What `npm run house` counts, on a small planted project. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figuresOf, joinable, mutualFolders } from '../../scripts/house/figures.ts';
import { readImportGraph, valueClosure } from '../../scripts/house/import-graph.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';

const core = 'packages/core/src';

const sources: Readonly<Record<string, string>> = {
  [`${core}/chaos/run-experiment.ts`]: `import { gate } from './gate.ts';
import type { Slo } from '../slo/slo.ts';
import { type A, type B } from '../slo/late.ts';
import { type C, mixed } from '../slo/mixed.ts';
`,
  [`${core}/chaos/gate.ts`]: "import {\n  longList,\n} from '../time/zone.ts';\n",
  [`${core}/time/zone.ts`]:
    "import '@garbageday/core/time/side.ts';\nexport { a } from './re-exported.ts';\n",
  [`${core}/time/side.ts`]: 'const late = () => import("./never.ts");\n',
  [`${core}/time/re-exported.ts`]: '',
  [`${core}/slo/slo.ts`]: "import type { Plan } from '../chaos/gate.ts';\n",
  [`${core}/slo/late.ts`]: '',
  [`${core}/slo/mixed.ts`]: '\n'.repeat(118),
  'packages/cli/src/main.ts': "import { help } from './help.ts';\nconst late = () => import('./kill.ts');\n",
  'packages/cli/src/help.ts': 'a\n'.repeat(120),
  'packages/cli/src/kill.ts': '',
  'functions/draw.ts': `import { run } from '@garbageday/core/chaos/run-experiment.ts';
const journeys = ['users', 'probe', 'other'];
`,
};

function planted() {
  const directory = temporaryDirectory();
  for (const [file, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  return readImportGraph(directory, ['packages', 'functions']);
}

describe('the figures of the house', () => {
  it('follow what is needed at run time, and no types', () => {
    expect([...valueClosure(planted(), `${core}/chaos/run-experiment.ts`)].toSorted()).toEqual(
      [
        'chaos/gate.ts',
        'chaos/run-experiment.ts',
        'slo/mixed.ts',
        'time/re-exported.ts',
        'time/side.ts',
        'time/zone.ts',
      ].map((file) => `${core}/${file}`),
    );
  });

  it('find folders that import each other, by types too', () => {
    expect(mutualFolders(planted())).toEqual(['chaos slo']);
  });

  it('find files that could be a part of their only importer, unless both were too long together', () => {
    const files = [`${core}/time/re-exported.ts`, `${core}/time/side.ts`];
    expect(joinable(planted()).toSorted()).toEqual(files);
  });

  it('are counted', () => {
    expect(figuresOf(planted(), ['draw'])).toEqual({
      'files of core that an experiment needs at run time': 6,
      'of these in core/chaos': 2,
      'pairs of folders in core that import each other': 1,
      'files with one importer that could join it': 2,
      "literals 'users' and 'probe' in packages and functions": 2,
      'files that garbageday --help loads': 2,
      'files that the function draw reaches': 7,
    });
  });
});
