/** A supervisor that is stopped in the middle of an injection (Ctrl-Z, a laptop that sleeps); the lever is pulled meanwhile. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@garbageday/local/clock.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { localSafetyLever } from '@garbageday/local/safety-lever.ts';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { startStoppable } from '../fixtures/stopped-process.ts';
import type { StoppedOptions } from './fixtures/stopped-main.ts';

/** What a last look saw holds for two seconds. */
const longerThanALookMs = 2_200;

it.each(['the alerts', 'the lever', 'the record'] as const)(
  'a supervisor that is stopped at %s, and continued after the lever was pulled, kills nobody',
  async (at) => {
    const path = join(temporaryDirectory(), 'ledger.sqlite');
    const options: StoppedOptions = { path, at };
    const supervisor = startStoppable(join(import.meta.dirname, 'fixtures/stopped-main.ts'), options);
    await supervisor.stopped();
    const file = openLedgerFile(path);
    onTestFinished(file.close);
    await localSafetyLever(file, systemClock()).halt('release day');
    await delay(longerThanALookMs);
    supervisor.thaw();
    expect(await supervisor.ended()).toEqual({
      fate: { kind: 'withheld', reason: { kind: 'lever', text: 'the safety lever was pulled: release day' } },
      alive: 3,
    });
  },
);
