/** This machine: the ledger, the lever and the run of one directory. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Fleet } from '@garbageday/core/ports.ts';
import { localFaults } from '@garbageday/local/fault-injector.ts';
import { lastMeasuredService } from '@garbageday/local/ledger.ts';
import { readLock } from '@garbageday/local/lock.ts';
import { shortPath } from '../directory-files.ts';
import { directoryOption } from '../invocation.ts';
import { forOwnServer } from '../options/own-server.ts';
import type {
  About,
  KillRequest,
  Platform,
  PlatformRequest,
  Started,
  Supervision,
  Watch,
} from '../platform/platform.ts';
import { findRunning, nothingRuns, type Place, requireRunning } from '../running.ts';
import { lastRunOf } from './last-run-of.ts';
import { type LedgerOnDemand, localLeverOf, openOnDemand, recordsOf } from './ledger-on-demand.ts';

/** Creates no file until the lever is pulled, and starts no process. */
export function localPlatform({
  directory,
  cwd,
  loadConfiguration,
  isConfigured,
}: Omit<PlatformRequest, 'stage'>): Platform {
  const place = { directory, name: shortPath(directory, cwd) };
  const configuration = () => loadConfiguration('local');
  const file = openOnDemand(directory);
  return {
    name: 'local',
    options: directoryOption(place.name),
    title: place.name,
    about: async () => about(place),
    configuration,
    setup: async () => ({
      configuration: (await isConfigured()) ? await configuration() : asMeasured(await configuration(), file),
      supportedFaults: localFaults,
      // The ledger records what was measured, not which programs it was measured on.
      platform: { name: 'local', lb: 'load balancer not recorded', data: 'database not recorded' },
      notEvaluated: [],
    }),
    // The targets of the current run, or else of the configuration, so that a typo is reported even if nothing is
    // running.
    targets: async () => {
      const running = findRunning(place);
      return running === null ? (await configuration()).groups : (await running.status()).state.groups;
    },
    draws: { seed: 'garbageday', asOf: (_schedule, nowMs) => nowMs },
    ledger: async () => recordsOf(file, place),
    fleet: fleetOf(place),
    lever: localLeverOf(file),
    alerts: null,
    events: null,
    adoption: null,
    supervision: () => supervisionOf(place),
    start: (kill) => start(kill, place),
    explain: async (error) => error,
    close: file.close,
  };
}

/** Without a file, a server of one's own has the name of its folder: what is reported is what was measured last. */
function asMeasured(defaults: Configuration, { find }: LedgerOnDemand): Configuration {
  const file = find();
  const service = file === null ? null : lastMeasuredService(file);
  if (service === null || service === defaults.service) return defaults;
  return forOwnServer(defaults, { copies: null, hasPaths: false, audit: null }, service);
}

function about({ directory, name }: Place): About {
  const lock = readLock(directory);
  const isRunning = lock.kind === 'held';
  return {
    label: `${name}, ${isRunning ? 'running' : 'nothing runs'}`,
    isRunning,
    url: isRunning ? lock.holder.url : null,
    names: { directory },
  };
}

/** Servers live only as long as their supervisor. */
function fleetOf(place: Place): Fleet {
  return { groups: async () => (await findRunning(place)?.status())?.state.groups ?? [] };
}

function supervisionOf(place: Place): Supervision {
  const running = findRunning(place);
  if (running !== null) return { kind: 'running', status: running.status, report: running.report };
  return { kind: 'stopped', error: nothingRuns(place), lastRun: (format) => lastRunOf(place, format) };
}

/** The running process answers once, when the experiment has ended, and meanwhile shows it on its own screen. */
async function start(kill: KillRequest, place: Place): Promise<Started> {
  const answer = requireRunning(place).kill(kill);
  // A command that has left no longer handles the answer.
  answer.catch(() => {});
  return {
    experimentId: null,
    announcement: null,
    follow: async ({ signal }) => {
      const ended = answer.then(({ outcome }) => ({ kind: 'ended' as const, outcome }));
      return await Promise.race([ended, leaving(signal)]);
    },
  };
}

async function leaving(signal: Watch['signal']): Promise<{ readonly kind: 'left' }> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
  return { kind: 'left' };
}
