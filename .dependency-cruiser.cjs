/** Imports run one way; this file is the law (docs/architecture.md). */
const only = (from, allowed) => ({
  name: `${from}-may-import`,
  comment: `packages/${from} may import only itself, its npm dependencies and: ${allowed.join(', ') || 'nobody'}`,
  severity: 'error',
  from: { path: `^packages/${from}/` },
  to: { path: '^packages/', pathNot: `^packages/(${[from, ...allowed].join('|')})/` },
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
    only('slack', ['core', 'render']),
    only('garbageday', ['cli', 'config', 'core', 'local']),
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
        'functions/ may import itself, its npm dependencies and: aws, slack, render, prober, config, core',
      severity: 'error',
      from: { path: '^functions/' },
      to: {
        path: '^(packages|stacks|test|bench)/',
        pathNot: '^packages/(aws|slack|render|prober|config|core)/',
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
      severity: 'error',
      from: { path: '^(packages|stacks)/' },
      to: { path: '^functions/' },
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
