/** `garbageday probe`: its complete options. */
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Expectation, Journey, Method } from '@garbageday/core/probe/journey.ts';
import { secretValues } from '@garbageday/local/stack/journey-secrets.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type PageFlags, pageChoice } from '../options/page-option.ts';
import { type Baseline, parseBaseline } from '../probe/baseline.ts';
import type { ProbeOptions, ProbeTarget } from '../probe/probe-options.ts';
import { proxiesOf } from '../probe/proxies.ts';
import { journeyTarget, parseJourney, parseUrl, targetOf } from '../probe/target.ts';
import { webhookOf } from '../slack/slack-option.ts';
import { fileName, readTextFile } from '../slo/read-text-file.ts';
import type { Surroundings } from '../surroundings.ts';

type Written = PageFlags & {
  readonly rate: number;
  readonly duration: number;
  readonly method: Method;
  readonly header?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly expect?: readonly Expectation[];
  readonly slo: number;
  readonly objective: number;
  readonly timeout?: number;
  readonly http2?: true;
  readonly insecure?: true;
  readonly iOwnThis?: true;
  readonly follow?: true;
  readonly journey?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly hgrm?: string;
  readonly markdown?: string;
  readonly html?: string;
  readonly against?: string;
  readonly csv?: true;
  readonly metricsPort?: number;
};

/** @throws UsageError for what cannot be sent. */
export async function probeOptions(
  urls: readonly string[],
  command: Command,
  { output, surroundings }: CommandContext,
): Promise<ProbeOptions> {
  const written = command.opts<Written>();
  if (written.csv === true && output.isJson)
    throw new UsageError('--csv: cannot be combined with --json; leave one out');
  const { cwd, env } = surroundings;
  const journey = written.journey === undefined ? null : await readJourney(written.journey, command, cwd);
  const targets = journey === null ? targetsOf(urls, written) : journeyTargets(urls, journey);
  return {
    targets,
    baseline: written.against === undefined ? null : await readBaseline(written.against, targets, cwd),
    ratePerSecond: written.rate,
    durationMs: written.duration,
    thresholdMs: written.slo,
    objective: Number((written.objective / 100).toPrecision(12)),
    timeoutMs: timeoutOf(written),
    transport: {
      ...(await certificatesOf(written, cwd)),
      isInsecure: written.insecure === true,
      isHttp2: written.http2 === true,
      mostRedirects: written.follow === true ? mostRedirects : 0,
      proxies: proxiesOf(env),
    },
    isOwn: written.iOwnThis === true,
    secrets: journey === null ? {} : secretValues(journey, env),
    hgrm: written.hgrm ?? null,
    markdown: written.markdown ?? null,
    html: written.html ?? null,
    slack: webhookOf(command, env),
    page: pageChoice(written),
    seed: randomBytes(4).toString('hex'),
    metricsPort: written.metricsPort ?? null,
    format: written.csv === true ? 'csv' : output.isJson ? 'json' : 'text',
  };
}

function targetsOf(
  urls: readonly string[],
  { method, header, body, expect }: Written,
): readonly ProbeTarget[] {
  const shape = { method, headers: header ?? [], body: body ?? null, expect: expect ?? [] };
  if (shape.body !== null && (method === 'GET' || method === 'HEAD'))
    throw new UsageError(`--body: a ${method} has none; add --method POST`);
  return urls.map((text, index) => targetOf(parseUrl(text), shape, nameOf(index)));
}

async function readBaseline(file: string, targets: readonly ProbeTarget[], cwd: string): Promise<Baseline> {
  const text = await readTextFile(file, cwd);
  return parseBaseline(
    text,
    fileName(file, cwd),
    targets.map(({ url }) => url),
  );
}

function journeyTargets(urls: readonly string[], journey: Journey): readonly ProbeTarget[] {
  return urls.map((text, index) => journeyTarget(parseUrl(text), journey, nameOf(index)));
}

/** @throws UsageError if combined with options for a single request. */
async function readJourney(file: string, command: Command, cwd: string): Promise<Journey> {
  const other = ['method', 'header', 'body', 'expect'].find(
    (name) => command.getOptionValueSource(name) === 'cli',
  );
  if (other !== undefined)
    throw new UsageError(
      `--${other}: is about one request, and --journey has its own; write it into ${file}`,
    );
  return /\.(ts|mjs|js)$/.test(file)
    ? await judgeOf(file, cwd)
    : parseJourney(await readTextFile(file, cwd), fileName(file, cwd));
}

/** The one judge of a configuration that has steps. @throws UsageError for none, and for several. */
async function judgeOf(file: string, cwd: string): Promise<Journey> {
  const { journeys } = await loadConfiguration(file, cwd);
  const judges = journeys.filter(({ role, steps }) => role === 'judge' && steps.length > 0);
  const [judge] = judges;
  const where = fileName(file, cwd);
  if (judge === undefined)
    throw new UsageError(`${where}: has no journey of role "judge" with steps; add one`);
  if (judges.length === 1) return judge;
  const names = judges.map(({ name }) => name).join(', ');
  throw new UsageError(`${where}: has several judges (${names}); leave one, or write one into a JSON file`);
}

/** Browsers allow 20 (Fetch); a probe that is redirected that often measures something else. */
const mostRedirects = 10;

type Pem = { readonly ca?: string; readonly cert?: string; readonly key?: string };

/** @throws UsageError for a file that is not PEM: here, rather than in each handshake. */
async function certificatesOf({ ca, cert, key }: Pem, cwd: Surroundings['cwd']) {
  if ((cert === undefined) !== (key === undefined))
    throw new UsageError(
      `--${cert === undefined ? 'key' : 'cert'}: needs --${cert === undefined ? 'cert' : 'key'} beside it`,
    );
  const read = async (flag: string, file: string, check: (pem: string) => unknown) => {
    const pem = await readTextFile(file, cwd);
    try {
      check(pem);
      return pem;
    } catch (cause) {
      throw new UsageError(
        `${flag}: ${fileName(file, cwd)} is not PEM, or needs a password; name another file`,
        { cause },
      );
    }
  };
  const isCertificate = (pem: string) => new X509Certificate(pem);
  return {
    ca: ca === undefined ? null : await read('--ca', ca, isCertificate),
    certificate:
      cert === undefined || key === undefined
        ? null
        : {
            cert: await read('--cert', cert, isCertificate),
            key: await read('--key', key, createPrivateKey),
          },
  };
}

/** The name used in the ids of its requests and slices. */
function nameOf(index: number): string {
  return `probe-${index + 1}`;
}

const usualTimeoutMs = 5_000;

function timeoutOf({ timeout, slo }: Written): number {
  if (timeout === undefined) return Math.max(usualTimeoutMs, slo);
  if (timeout >= slo) return timeout;
  throw new UsageError(`--timeout: ${timeout} ms is shorter than --slo ${slo} ms; write that or more`);
}
