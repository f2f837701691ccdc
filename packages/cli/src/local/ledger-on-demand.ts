/** The ledger of a directory for commands that start nothing: opened on first use, if it exists. */
import { existsSync } from 'node:fs';
import { systemClock } from '@garbageday/local/clock.ts';
import { prepareDirectory } from '@garbageday/local/directory.ts';
import { localLedger } from '@garbageday/local/ledger.ts';
import { type LedgerFile, openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { localSafetyLever } from '@garbageday/local/safety-lever.ts';
import { ledgerPath } from '../directory-files.ts';
import type { PlatformLever, Records } from '../platform/platform.ts';
import type { Place } from '../running.ts';

export type LedgerOnDemand = {
  /** null: there is none. */
  readonly find: () => LedgerFile | null;
  /** Created if there is none. Throws a UsageError if it cannot be written. */
  readonly make: () => LedgerFile;
  readonly close: () => void;
};

export function openOnDemand(directory: string): LedgerOnDemand {
  const path = ledgerPath(directory);
  let file: LedgerFile | null = null;
  const open = (): LedgerFile => {
    file ??= openLedgerFile(path);
    return file;
  };
  return {
    find: () => (existsSync(path) ? open() : null),
    make: () => {
      prepareDirectory(directory);
      return open();
    },
    close: () => {
      file?.close();
      file = null;
    },
  };
}

export function recordsOf(onDemand: LedgerOnDemand, { name }: Place): Records {
  const file = onDemand.find();
  if (file !== null) return { kind: 'there', ledger: localLedger(file) };
  const why = `${name} has no ledger; run \`garbageday up\` first, or name another --directory`;
  return { kind: 'none', why };
}

/** Without a ledger the lever is released, and releasing it does not create one. */
export function localLeverOf({ find, make }: LedgerOnDemand): PlatformLever {
  const lever = (file: LedgerFile) => localSafetyLever(file, systemClock());
  const position: PlatformLever['position'] = async () => {
    const file = find();
    return file === null ? { kind: 'released' } : await lever(file).position();
  };
  return {
    position,
    halt: async (reason) => await lever(make()).halt(reason),
    resume: async () => {
      const file = find();
      if (file !== null) await lever(file).resume();
    },
    lastMove: async () => ({ position: await position(), movedAtMs: null }),
  };
}
