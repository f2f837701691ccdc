/** Imports run one way; this file is the law (docs/architecture.md). What is allowed is a package, or one of its files. */
const only = (from, allowed) => ({
  name: `${from}-may-import`,
  comment: `packages/${from} may import only itself, its npm dependencies and: ${allowed.join(', ') || 'nobody'}`,
  severity: 'error',
  from: { path: `^packages/${from}/` },
  to: { path: '^packages/', pathNot: `^packages/(${[from, ...allowed].join('|')})(/|$)` },
});

/** The layers of core: each sees only those before it, and the pages of types, ports.ts and configuration.ts. */
const layers = ['wording', 'time', 'statistics', 'probe', 'slo', 'schedule', 'chaos', 'report'];

const onlyBelow = (layer, index) => ({
  name: `core-${layer}-sees-only-what-is-before-it`,
  comment: `packages/core/src/${layer} may import: ${layers.slice(0, index).join(', ') || 'no other layer'}`,
  severity: 'error',
  from: { path: `^packages/core/src/${layer}/` },
  to: {
    path: '^packages/core/src/[^/]+/',
    pathNot: `^packages/core/src/(${layers.slice(0, index + 1).join('|')})/`,
  },
});

module.exports = {
  forbidden: [
    ...layers.map(onlyBelow),
    {
      name: 'core-layers-are-known',
      comment: 'a new folder in core is a new layer: give it its place in this file',
      severity: 'error',
      from: { path: '^packages/core/src/[^/]+/', pathNot: `^packages/core/src/(${layers.join('|')})/` },
      to: {},
    },
    only('core', []),
    only('config', ['core']),
    only('cost', ['core']),
    only('prober', ['core']),
    only('render', ['core']),
    only('local', ['core', 'prober']),
    only('aws', ['core']),
    only('page', ['core', 'render']),
    only('monitors', ['core', 'page/src/server/guard[.]ts', 'render']),
    only('otlp', ['core', 'render']),
    only('annotations', ['core', 'render']),
    only('slack', ['core', 'render']),
    only('sst', ['aws', 'config', 'core', 'prober', 'render']),
    only('garbageday', ['cli', 'config', 'core', 'local', 'page', 'sst']),
    {
      name: 'the-page-in-the-browser-has-no-node',
      comment: 'what runs in a browser sees the server through what it sends, and no module of Node',
      severity: 'error',
      from: { path: '^packages/page/src/client/' },
      to: {
        path: '^packages/page/src/server/|^(node:)?(fs|http|path|crypto|process|child_process|os|url|util)$',
      },
    },
    {
      name: 'commands-know-no-platform-by-name',
      comment: 'a command gets a Platform: what is special about one stands in its adapter',
      severity: 'error',
      from: { path: '^packages/cli/src/(commands|grammar|plan|report|status)/' },
      to: { path: '^packages/(aws/|cli/src/(aws|local)/)' },
    },
    {
      name: 'product-does-not-import-the-demo',
      comment: 'what only the demo has is handed in: packages, functions and scripts work without it',
      severity: 'error',
      from: { path: '^(packages|functions|scripts)/' },
      to: { path: '^demo/' },
    },
    {
      name: 'component-does-not-import-the-service',
      comment: 'GarbageDay is for any app: what only the word counter has, stacks/ hands in',
      severity: 'error',
      from: { path: '^packages/sst/' },
      to: { path: '^stacks/' },
    },
    {
      name: 'stacks-use-the-component',
      comment:
        "the demo's chaos half is the component, whole, and no part of it; beside it, helpers of any SST program",
      severity: 'error',
      from: { path: '^stacks/' },
      to: {
        path: '^packages/sst/',
        pathNot: '^packages/sst/src/(garbage-day|arguments|ledger|naming|policy|deployer)[.]ts$',
      },
    },
    {
      name: 'demo-imports-public-faces-only',
      comment: 'demo/ may import what the exports of packages lead to, and nothing beside it',
      severity: 'error',
      from: { path: '^demo/' },
      to: {
        path: '^(packages|functions|stacks|bench|scripts)/',
        pathNot: '^packages/([^/]+/src/|cli/bin/launch[.]js$)',
      },
    },
    {
      name: 'programs-of-the-demo-stand-alone',
      comment: 'a server runs the word counter, and no part of Garbage Day',
      severity: 'error',
      from: { path: '^demo/(mongolite|wordcount)/src/' },
      to: { path: '^(packages|demo)/', pathNot: '^demo/$1/src/' },
    },
    {
      name: 'functions-may-import',
      comment:
        'functions/ may import itself, its npm dependencies and: aws, slack, annotations, monitors, otlp, render, prober, config, core',
      severity: 'error',
      from: { path: '^functions/' },
      to: {
        path: '^(packages|stacks|test|bench)/',
        pathNot: '^packages/(aws|slack|annotations|monitors|otlp|render|prober|config|core)/',
      },
    },
    {
      name: 'functions-load-config-late',
      comment:
        'the configuration was validated at deployment: what reads and checks it is loaded when needed, or not at all',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^packages/config/', dynamic: false },
    },
    {
      name: 'nobody-imports-functions',
      comment: 'but the deployment, for what each of them uses',
      severity: 'error',
      from: { path: '^(packages|stacks)/' },
      to: { path: '^functions/', pathNot: '^functions/specs[.]ts$' },
    },
    {
      name: 'specs-are-data',
      comment: 'the deployment reads what functions use, and none of their code',
      severity: 'error',
      from: { path: '^functions/specs[.]ts$' },
      to: { pathNot: '^packages/aws/src/contract/' },
    },
    {
      name: 'stacks-import-the-contract-alone',
      comment: 'what the deployment and the adapters must agree on is in aws/contract; adapters are run time',
      severity: 'error',
      from: { path: '^(stacks/|packages/sst/|sst[.]config[.]ts$)' },
      to: { path: '^packages/aws/src/', pathNot: '^packages/aws/src/contract/' },
    },
    {
      name: 'aws-contract-is-data',
      comment: 'names, keys and shapes: no adapter and no client of the SDK comes along with them',
      severity: 'error',
      from: { path: '^packages/aws/src/contract/' },
      to: { path: '^packages/aws/src/|@aws', pathNot: '^packages/aws/src/contract/' },
    },
    {
      name: 'core-is-pure',
      comment: 'core has no dependencies and no platform',
      severity: 'error',
      from: { path: '^packages/core/' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'unknown'],
      },
    },
    {
      name: 'declared-dependencies-only',
      severity: 'error',
      from: { path: '^(packages|demo)/', pathNot: '^demo/[^/]+/test/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    {
      name: 'packages-do-not-import-tests',
      severity: 'error',
      from: { path: '^(packages|demo/[^/]+/src)/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      // What stands in the place of another module in the build is imported by nobody.
      from: { orphan: true, path: '^(packages|demo)/[^/]+/src/', pathNot: '^packages/garbageday/' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/garbageday/dist/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
