/** This machine: the ledger, the lever and the run of one directory. */
import type { Fleet } from '@garbageday/core/ports.ts';
import { localFaults } from '@garbageday/local/fault-injector.ts';
import { readLock } from '@garbageday/local/lock.ts';
import { shortPath } from '../directory-files.ts';
import { directoryOption } from '../invocation.ts';
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
import { localLeverOf, openOnDemand, recordsOf } from './ledger-on-demand.ts';

/** Makes no file before the lever is pulled, and starts no process. */
export function localPlatform({
  directory,
  cwd,
  loadConfiguration,
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
      configuration: await configuration(),
      supportedFaults: localFaults,
      // The ledger says what was measured, not what it was measured on.
      platform: { name: 'local', lb: 'load balancer not recorded', data: 'database not recorded' },
      notEvaluated: [],
    }),
    // Those of what runs, or else of the configuration, so that a typo is named as a typo even when nothing runs.
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
    supervision: () => supervisionOf(place),
    start: (kill) => start(kill, place),
    explain: async (error) => error,
    close: file.close,
  };
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

/** Servers live as long as their supervisor does. */
function fleetOf(place: Place): Fleet {
  return { groups: async () => (await findRunning(place)?.status())?.state.groups ?? [] };
}

function supervisionOf(place: Place): Supervision {
  const running = findRunning(place);
  if (running !== null) return { kind: 'running', status: running.status, report: running.report };
  return { kind: 'stopped', error: nothingRuns(place), lastRun: (format) => lastRunOf(place, format) };
}

/** What runs there answers once, when the experiment has ended, and tells of it on its own screen meanwhile. */
async function start(kill: KillRequest, place: Place): Promise<Started> {
  const answer = requireRunning(place).kill(kill);
  // A command that leaves does not hear how it ended.
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
