/** What every tier of the stack stands on. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@garbageday/core/ports.ts';
import { systemClock } from '../clock.ts';
import { explainFileError } from '../file-error.ts';
import { type LedgerFile, openLedgerFile } from '../ledger-file/open-ledger-file.ts';
import { type Bundles, bundlePrograms } from '../processes/bundle.ts';
import { type Children, startedChildren } from '../processes/children.ts';
import { type PortFinder, portFinder, requireFreePort } from '../processes/free-port.ts';
import { nodeFlagsFor } from '../processes/node-flags.ts';
import { type Reaper, startReaper } from '../processes/reaper.ts';
import type { StackIncident } from '../stack-event.ts';
import type { StackOptions } from './stack-options.ts';

export type Foundation = {
  readonly options: StackOptions;
  readonly clock: Clock;
  readonly file: LedgerFile;
  readonly reaper: Reaper;
  readonly children: Children;
  readonly bundles: Bundles;
  readonly ports: PortFinder;
  /** Where users are served. */
  readonly port: number;
  readonly emit: (incident: StackIncident) => void;
};

/** Opens and starts it all, or throws `UsageError` with nothing started: ledger, disk, the port that was asked for. */
export async function layFoundation(options: StackOptions): Promise<Foundation> {
  const { directory, runtimeDirectory, environment, programs, onEvent } = options;
  const ports = portFinder();
  if (options.port !== 0) await requireFreePort(options.port);
  const port = options.port === 0 ? await ports.next() : options.port;
  const logDirectory = join(directory, 'logs');
  freshDirectory(logDirectory);
  for (const name of ['bundles', 'disks', 'load-balancers']) freshDirectory(join(runtimeDirectory, name));
  const file = openLedgerFile(join(directory, 'ledger.sqlite'));
  const reaper = startReaper(runtimeDirectory);
  const clock = systemClock();
  const nodeFlags = nodeFlagsFor(options.configuration.users.ratePerSecond);
  return {
    options,
    clock,
    file,
    reaper,
    children: startedChildren(reaper, { logDirectory, environment, nodeFlags }),
    bundles: bundlePrograms(programs, join(runtimeDirectory, 'bundles')),
    ports,
    port,
    emit: (incident) => onEvent({ ...incident, atMs: clock.now() }),
  };
}

function freshDirectory(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path);
  } catch (error) {
    throw explainFileError(path, error);
  }
}
