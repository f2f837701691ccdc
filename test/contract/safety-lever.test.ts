import { join } from 'node:path';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { localSafetyLever } from '@garbageday/local/safety-lever.ts';
import { onTestFinished } from 'vitest';
import { memoryLever } from '../fakes/memory-lever.ts';
import { describeSafetyLeverContract, type LeverSubject } from './safety-lever.contract.ts';
import { temporaryDirectory } from './temporary-directory.ts';

async function local(): Promise<LeverSubject> {
  const path = join(temporaryDirectory(), 'ledger.sqlite');
  let nowMs = 0;
  const open = () => {
    const file = openLedgerFile(path);
    onTestFinished(file.close);
    return localSafetyLever(file, { now: () => nowMs, sleep: async () => {} });
  };
  return {
    lever: open(),
    again: open,
    setNow: (value) => {
      nowMs = value;
    },
  };
}

async function memory(): Promise<LeverSubject> {
  let nowMs = 0;
  const lever = memoryLever({ now: () => nowMs });
  return {
    lever,
    again: () => lever,
    setNow: (value) => {
      nowMs = value;
    },
  };
}

describeSafetyLeverContract('local', local);
describeSafetyLeverContract('memory', memory);
