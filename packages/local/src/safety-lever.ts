/** The big red switch, in the ledger's file, so that another terminal can pull it. */
import type { Clock, SafetyLever } from '@garbageday/core/ports.ts';
import type { LedgerFile } from './ledger-file/open-ledger-file.ts';

/** Halting a halted lever keeps the first reason and time; every process with the file open sees it at once. */
export function localSafetyLever(file: LedgerFile, clock: Clock): SafetyLever {
  return {
    position: async () => {
      const row = file.read('SELECT reason, since_ms FROM lever')[0];
      if (row === undefined) return { kind: 'released' };
      return { kind: 'halted', reason: String(row['reason']), sinceMs: Number(row['since_ms']) };
    },
    halt: async (reason) => {
      file.write('INSERT INTO lever VALUES (1, ?, ?) ON CONFLICT DO NOTHING', reason, clock.now());
    },
    resume: async () => {
      file.write('DELETE FROM lever');
    },
  };
}
