/** The peers, if installed, and what they report. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Milliseconds; `null`: the tool does not say. */
export type Said = {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  /** The fraction over the threshold or failed; `null`: it does not say. */
  readonly bad: number | null;
  /** When it measured, in epoch milliseconds, if it says so, because it takes a while to start. */
  readonly window?: readonly [fromMs: number, toMs: number];
};

export type Tool = {
  readonly name: string;
  readonly measure: (url: string, seconds: number) => Promise<Said>;
};

export const thresholdMs = 300;

/** Our own, the command itself. */
export const ours: Tool = {
  name: 'garbageday probe',
  measure: async (url, seconds) => {
    const argv = [
      'packages/cli/bin/garbageday.js',
      'probe',
      url,
      '--rate',
      '100',
      '--duration',
      `${seconds}s`,
    ];
    const extra = [
      '--slo',
      `${thresholdMs}ms`,
      '--json',
      ...(url.startsWith('https:') ? ['--insecure'] : []),
    ];
    const { stdout } = await said(process.execPath, [...argv, ...extra]);
    const { verdict, targets, from, to } = JSON.parse(stdout);
    const [{ latencyMs, slos, sent }] = targets;
    if (verdict === 'inconclusive' && sent === 0) return { p50: null, p90: null, p99: null, bad: null };
    const { p50, p90, p99 } = latencyMs;
    return {
      p50,
      p90,
      p99,
      bad: 1 - slos[1].good / slos[1].total,
      window: [Date.parse(from), Date.parse(to)],
    };
  },
};

export type Peer = Tool & {
  readonly program: string;
  /** A command that can be started if the tool is usable. */
  readonly check: readonly string[];
};

export const peers: readonly Peer[] = [
  {
    ...{ name: 'wrk -t1 -c10', program: 'wrk', check: ['wrk', '-v'] },
    measure: async (url, seconds) => {
      const { stdout } = await said('wrk', ['-t1', '-c10', `-d${seconds}s`, '--latency', url]);
      const at = (percent: number) =>
        inMs(new RegExp(`^ +${percent}% +([\\d.]+)(us|ms|s)`, 'm').exec(stdout));
      const failed = count(/Non-2xx or 3xx responses: (\d+)/, stdout) + count(/read (\d+), write/, stdout);
      const bad = share(failed, count(/(\d+) requests in/, stdout) + count(/read (\d+), write/, stdout));
      return { p50: at(50), p90: at(90), p99: at(99), bad };
    },
  },
  {
    ...{ name: 'ab -c10 -k', program: 'ab', check: ['ab', '-V'] },
    measure: async (url, seconds) => {
      const argv = ['-c', '10', '-k', '-r', '-t', `${seconds}`, '-n', '1000000', `${url}/`];
      const { stdout } = await said('ab', argv);
      const at = (percent: number) => inMs(new RegExp(`^ +${percent}% +(\\d+)()`, 'm').exec(stdout));
      // It counts a reset connection more than once: as failed to receive, as too short, and as an exception.
      const cut = count(/Exceptions: (\d+)/, stdout);
      const bad = share(
        count(/Non-2xx responses: +(\d+)/, stdout) + cut,
        count(/Complete requests: +(\d+)/, stdout),
      );
      return { p50: at(50), p90: at(90), p99: at(99), bad };
    },
  },
  {
    ...{ name: 'hey -c10 -q10', program: 'hey', check: ['hey', '-h'] },
    measure: async (url, seconds) => {
      const { stdout } = await said('hey', ['-z', `${seconds}s`, '-c', '10', '-q', '10', url]);
      const at = (percent: number) => inMs(new RegExp(`${percent}%+ in ([\\d.]+) (s)ecs`).exec(stdout));
      const answers = sum(stdout, /\[[1-5]\d\d\]\s+(\d+) responses/g);
      const errors = sum(stdout.split('Error distribution:')[1] ?? '', /^ +\[(\d+)\]/gm);
      const bad = share(answers - sum(stdout, /\[2\d\d\]\s+(\d+) responses/g) + errors, answers + errors);
      return { p50: at(50), p90: at(90), p99: at(99), bad };
    },
  },
  {
    ...{ name: 'siege -c10', program: 'siege', check: ['siege', '--version'] },
    measure: async (url, seconds) => {
      const { stdout } = await said('siege', ['-c10', '-d0.1', `-t${seconds}S`, '-j', '--no-parser', url]);
      const availability = /"availability":\s*([\d.]+)/.exec(stdout)?.[1];
      const bad = availability === undefined ? null : 1 - Number(availability) / 100;
      return { p50: null, p90: null, p99: null, bad };
    },
  },
  {
    // Neither in Debian nor a dependency of this project: npm downloads it for this one command.
    ...{
      name: 'autocannon -c10',
      program: 'autocannon',
      check: ['npx', '--yes', 'autocannon@8', '--version'],
    },
    measure: async (url, seconds) => {
      const argv = ['--yes', 'autocannon@8', '-c', '10', '-d', `${seconds}`, '-j', url];
      const { latency, requests, errors, non2xx } = JSON.parse((await said('npx', argv)).stdout);
      const bad = share(errors + non2xx, requests.total + errors);
      return { p50: latency.p50, p90: latency.p90, p99: latency.p99, bad };
    },
  },
];

export function isInstalled([program = '', ...argv]: readonly string[]): boolean {
  return spawnSync(program, argv, { stdio: 'ignore', timeout: 60_000 }).error === undefined;
}

/** A tool that finds failures may exit with another code, but its output counts all the same. */
async function said(program: string, argv: readonly string[]): Promise<{ readonly stdout: string }> {
  return await run(program, [...argv], { maxBuffer: 1e8 }).catch((error: { stdout?: string }) => {
    if (typeof error.stdout === 'string' && error.stdout !== '') return { stdout: error.stdout };
    throw error;
  });
}

const factors: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, '': 1 };

function inMs(found: RegExpExecArray | null): number | null {
  const [, value, unit = ''] = found ?? [];
  return value === undefined ? null : Number(value) * (factors[unit] ?? 1);
}

function count(pattern: RegExp, text: string): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}

function sum(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].reduce((all, [, value]) => all + Number(value), 0);
}

function share(part: number, all: number): number | null {
  return all === 0 ? null : part / all;
}
