import { mergeConfig } from 'vitest/config';
import aws from './vitest.config.ts';

/** Every call of an experiment, failing in turn: `npm run test:sweep`. Too long for every landing. */
const config = mergeConfig(aws, { test: { name: 'sweep', testTimeout: 1_800_000 } });

export default { ...config, test: { ...config.test, include: ['test/aws/**/*.sweep.test.ts'] } };
