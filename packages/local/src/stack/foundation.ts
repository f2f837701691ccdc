/** What every tier of the stack is built on. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import { explainFileError } from '../file-error.ts';
import { slotName } from '../groups/member.ts';
import { forgetOldSlices, refuseFutureSlices } from '../ledger.ts';
import { type LedgerFile, openLedgerFile } from '../ledger-file/open-ledger-file.ts';
import { type LogFiles, openLogFiles } from '../log-files.ts';
import { lossRecorder } from '../loss-recorder.ts';
import { localLosses } from '../losses.ts';
import { type Bundles, bundlePrograms } from '../processes/bundle.ts';
import { type Children, startedChildren } from '../processes/children.ts';
import { type PortFinder, portFinder, requireFreePort } from '../processes/free-port.ts';
import { loadRate, nodeFlagsFor } from '../processes/node-flags.ts';
import { findParentDeathGuard, type ParentDeathGuard } from '../processes/parent-death-guard.ts';
import type { Reaper } from '../processes/reaper.ts';
import type { DataSlot } from '../service.ts';
import type { StackIncident } from '../stack-event.ts';
import type { SteadyClock } from '../steady-clock.ts';
import type { StackOptions } from './stack-options.ts';
import type { TierConfigurations } from './tier-configurations.ts';

export type Foundation = {
  readonly options: StackOptions;
  readonly configurations: TierConfigurations;
  readonly clock: SteadyClock;
  readonly file: LedgerFile;
  readonly reaper: Reaper;
  readonly children: Children;
  readonly guard: ParentDeathGuard;
  readonly bundles: Bundles;
  readonly ports: PortFinder;
  /** Where users are served. */
  readonly port: number;
  /** Where each group of servers is reached through its load balancers, by its name; users' own included. */
  readonly tierPorts: ReadonlyMap<string, number>;
  /** Where the data will be kept. */
  readonly dataSlots: readonly DataSlot[];
  readonly emit: (incident: StackIncident) => void;
};

/**
 * Opens the requested port, the disk and the ledger, or throws a `UsageError` and leaves nothing open. The caller must
 * close the reaper.
 */
export async function layFoundation(
  options: StackOptions,
  configurations: TierConfigurations,
  reaper: Reaper,
): Promise<Foundation> {
  const { directory, runtimeDirectory, environment, clock, onEvent } = options;
  const ports = portFinder();
  if (options.port !== 0) await requireFreePort(options.port);
  const port = options.port === 0 ? await ports.next() : options.port;
  const { data, servers } = configurations;
  const [front, ...others] = servers;
  const tierPorts = new Map([[front.group.name, port]]);
  for (const { group } of others) tierPorts.set(group.name, await ports.next());
  const dataSlots = data === null ? [] : await slotsFor(data, ports);
  const logs = openLogs(options, configurations);
  for (const name of ['bundles', 'disks', 'load-balancers']) makeDirectory(join(runtimeDirectory, name));
  const guard = await findParentDeathGuard(environment);
  const nodeFlags = nodeFlagsFor(loadRate(options.configuration));
  const file = await openOwnLedger(join(directory, 'ledger.sqlite'), clock.now());
  const recordLosses = lossRecorder(localLosses(file), options.onFailure);
  return {
    options,
    configurations,
    clock,
    file,
    reaper,
    children: startedChildren(reaper, { logs, environment, nodeFlags, guard }),
    guard,
    bundles: bundlePrograms(join(runtimeDirectory, 'bundles')),
    ports,
    port,
    tierPorts,
    dataSlots,
    emit: (incident) => {
      const event = { ...incident, atMs: clock.now() };
      recordLosses(event);
      onEvent(event);
    },
  };
}

async function slotsFor(
  { name, desiredSize }: GroupConfiguration,
  ports: PortFinder,
): Promise<readonly DataSlot[]> {
  const slots = Array.from({ length: desiredSize }, (_, index) => slotName(name, index));
  return await Promise.all(slots.map(async (slot) => ({ slot, port: await ports.next() })));
}

/** A process that boots a stack in a directory also records its losses. */
async function openOwnLedger(path: string, nowMs: number): Promise<LedgerFile> {
  const file = openLedgerFile(path);
  try {
    forgetOldSlices(file, nowMs);
    refuseFutureSlices(file, nowMs);
    await localLosses(file).watchLosses(nowMs);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Load balancers keep theirs in the runtime directory. */
function openLogs(
  { directory, configuration }: StackOptions,
  { servers, data }: TierConfigurations,
): LogFiles {
  const slots = [...servers.map(({ group }) => group), ...(data === null ? [] : [data])].flatMap(
    ({ name, desiredSize }) => Array.from({ length: desiredSize }, (_, index) => slotName(name, index)),
  );
  return openLogFiles(directory, [...configuration.journeys.map(({ name }) => name), ...slots]);
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    throw explainFileError(path, error);
  }
}
