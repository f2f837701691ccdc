/** The wall clock of a real run is set back and forward; libfaketime sets it, for the supervisor alone. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../local/eventually.ts';
import { start, untilRunning } from './garbageday.ts';
import { expectFree, nothingIsLeft } from './nothing-is-left.ts';
import { clear, makePlace } from './place.ts';

const library = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find((path) => existsSync(path));

describe.runIf(library !== undefined)(
  'a wall clock that is set while `up` runs',
  { timeout: 600_000 },
  () => {
    it('makes nothing blind and nothing pass: a note each, one refusal for what is overdue, and it goes on', async () => {
      const here = makePlace();
      onTestFinished(() => clear(here));
      const clock = join(here.mark, 'clock');
      const set = (offset: string) => writeFileSync(clock, offset);
      set('+0');
      // Only the wall clock: timers, and what Node measures with, are those of the machine.
      const faked = {
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: clock,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      };
      const started = start(here, ['up', '--every', '15s', '--rate', '20'], faked);
      await untilRunning(here, started);
      const count = (text: string) => started.stdout().split(text).length - 1;
      const rehearsals = () => count('would terminate') + count('would cut the power of');
      const nextRehearsal = async () => {
        const before = rehearsals();
        await eventually('an experiment that passes the gate', () => rehearsals() > before, 90_000);
      };
      await nextRehearsal();
      for (const [offset, note] of [
        ['-25', 'the clock was set back by 25 s'],
        ['-19', 'the clock is 6 s ahead'],
        ['+3581', 'the clock is 1 h ahead'],
      ] as const) {
        set(offset);
        await eventually(note, () => count(note) === 1, 30_000);
        // The gate wants fresh slices and a whole baseline: whoever passes it is not blind.
        await nextRehearsal();
      }
      expect(count('refused (outside-window)')).toBe(1);
      started.signalGroup('SIGINT');
      expect((await started.ended).code).not.toBe(2);
      await nothingIsLeft(here);
      expectFree(here);
    });
  },
);
