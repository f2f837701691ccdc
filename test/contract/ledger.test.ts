import { join } from 'node:path';
import { localLedger } from '@garbageday/local/ledger.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { onTestFinished } from 'vitest';
import { memoryLedger } from '../fakes/memory-ledger.ts';
import { describeLedgerContract, type LedgerSubject } from './ledger.contract.ts';
import { temporaryDirectory } from './temporary-directory.ts';

async function local(): Promise<LedgerSubject> {
  const path = join(temporaryDirectory(), 'ledger.sqlite');
  const open = () => {
    const file = openLedgerFile(path);
    onTestFinished(file.close);
    return localLedger(file);
  };
  return { ledger: open(), again: open };
}

async function memory(): Promise<LedgerSubject> {
  const ledger = memoryLedger();
  return { ledger, again: () => ledger };
}

describeLedgerContract('local', local);
describeLedgerContract('memory', memory);
