/** The text of .github/workflows/game-day.yml. */
import { type Answers, commandOf } from './answers.ts';

/** How a project installs what it needs; `null`: nothing says so. */
export type Installation = 'npm ci' | 'npm install' | 'pnpm' | 'yarn' | null;

export type WorkflowOptions = {
  readonly installation: Installation;
  /** Of this program, for a project without a package.json. */
  readonly version: string;
  /** The file that says what a probe sends; `null`: a request for the URL. */
  readonly journey: string | null;
};

const installing: Readonly<Record<Exclude<Installation, null>, readonly string[]>> = {
  'npm ci': ['npm ci'],
  'npm install': ['npm install'],
  pnpm: ['corepack enable', 'pnpm install --frozen-lockfile'],
  yarn: ['corepack enable', 'yarn install'],
};

export function workflowText(answers: Answers, { installation, version, journey }: WorkflowOptions): string {
  const program = installation === null ? `npx --yes garbageday@${version}` : 'npx garbageday';
  const isGameDay = answers.kind === 'command';
  const title = isGameDay ? 'Game day' : 'Probe';
  const typed = commandOf(answers, journey);
  const install = installation === null ? [] : installing[installation];
  return `# ${isGameDay ? 'Kills copies of the server on the runner' : 'Measures what users feel'}; the report is in the summary of the run. Written by garbageday init.
name: ${title}
on:
  workflow_dispatch:
  schedule:
    # UTC
    - cron: '17 9 * * 1-5'
permissions:
  contents: read
jobs:
  ${title.toLowerCase().replace(' ', '-')}:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-node@v4
        with:
          node-version: 24
${installSteps(install, isGameDay)}      - name: ${title}
        # Posted to Slack, too: add --slack SLACK_WEBHOOK before the ${isGameDay ? '--' : 'URL'}, and give the step the secret:
        # env: { SLACK_WEBHOOK: '\${{ secrets.SLACK_WEBHOOK }}' }
${run(isGameDay ? `${program} ${typed}` : `${program} ${typed} --markdown report.md`)}
      - name: Report
        if: \${{ !cancelled() }}
${run(isGameDay ? `${program} report --format markdown >> "$GITHUB_STEP_SUMMARY"` : 'cat report.md >> "$GITHUB_STEP_SUMMARY"')}
`;
}

function installSteps(commands: readonly string[], isGameDay: boolean): string {
  if (commands.length === 0)
    return isGameDay ? '      # Install what your server needs, and build it, here.\n' : '';
  return commands.map((command) => `      - run: ${command}\n`).join('');
}

/** A block, in which no character of a command is YAML's. */
function run(line: string): string {
  return `        run: |\n          ${line}`;
}
