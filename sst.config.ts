/// <reference path="./.sst/platform/config.d.ts" />

/** The app on AWS. Everything that is deployed is wired in stacks/deploy.ts; how to get there: docs/deploy.md. */
export default $config({
  app(input) {
    const isProduction = input.stage === 'production';
    return {
      name: 'garbageday',
      home: 'aws',
      // Production keeps its ledger and cannot be removed by one command; every other stage leaves nothing behind.
      removal: isProduction ? 'retain' : 'remove',
      protect: isProduction,
      providers: {
        aws: {
          version: '7.20.0',
          defaultTags: { tags: { 'garbageday:app': 'garbageday', 'garbageday:stage': input.stage } },
        },
        // The versions that this release of SST brings itself, so that one engine plugin serves both.
        random: '4.16.6',
      },
    };
  },
  async run() {
    // SST forbids imports at the top of this file.
    const { deploy } = await import('./stacks/deploy.ts');
    return deploy();
  },
});
