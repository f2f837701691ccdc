/** What the fault injector recorded before the fault. */
import { handleCodec } from '@garbageday/core/chaos/kept-records.ts';
import type { FaultHandle } from '@garbageday/core/ports.ts';
import type { LedgerFile } from './ledger-file/open-ledger-file.ts';

/** `null`: nothing was injected in the experiment. */
export function recordedFault(file: LedgerFile, experimentId: string): FaultHandle | null {
  const row = file.read('SELECT handle FROM faults WHERE experiment_id = ?', experimentId)[0];
  return row === undefined ? null : handleCodec.decode(String(row['handle']));
}
