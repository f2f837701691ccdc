import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { localLedger } from '@garbageday/local/ledger.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { localOutbox } from '@garbageday/local/outbox.ts';
import { recordedFault } from '@garbageday/local/recorded-fault.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { collect } from '../contract/collect.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { expectEverything, expectPosted, handle, writtenMs } from '../fixtures/kept/kept-before.ts';

const kept = join(import.meta.dirname, '../fixtures/kept/ledger.sqlite');

function copied(sql?: string) {
  const path = join(temporaryDirectory(), 'ledger.sqlite');
  copyFileSync(kept, path);
  if (sql !== undefined) {
    const database = new DatabaseSync(path);
    database.exec(sql);
    database.close();
  }
  const file = openLedgerFile(path);
  onTestFinished(file.close);
  return file;
}

const day = { fromMs: writtenMs - 3_600_000, toMs: writtenMs + 3_600_000 };

describe('a ledger file from before records had versions', () => {
  it('is read', () => expectEverything(localLedger(copied()), writtenMs + 60_000.5));

  it('has the handle of a fault', () => {
    expect(recordedFault(copied(), 'completed')).toEqual(handle);
  });

  it('has messages that are posted', () => expectPosted(localOutbox(copied())));
});

describe('a ledger file with a record of a newer version', () => {
  const newer = (what: string) =>
    `${what} of version 2 cannot be read; this garbageday reads version 1: use the garbageday that wrote it`;

  it('says so of a transition', async () => {
    const file = copied("UPDATE transitions SET state = json_set(state, '$.version', 2)");
    await expect(collect(localLedger(file).transitions(day))).rejects.toThrow(
      newer('the state of an experiment'),
    );
  });

  it('says so of a loss', async () => {
    const file = copied("UPDATE losses SET loss = json_set(loss, '$.version', 2)");
    await expect(localLedger(file).losses(day)).rejects.toThrow(newer('an unplanned loss'));
  });

  it('says so of the handle of a fault', () => {
    const file = copied("UPDATE faults SET handle = json_set(handle, '$.version', 2)");
    expect(() => recordedFault(file, 'completed')).toThrow(newer('the record of a fault'));
  });
});
