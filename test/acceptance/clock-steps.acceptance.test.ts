/** The wall clock of a real run is set back and forward; libfaketime sets it, for the supervisor alone. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GameDayDocument } from '@garbageday/render/json/game-day-schema.ts';
import { describe, expect, it } from 'vitest';
import { eventually } from '../local/eventually.ts';
import { start, untilRunning } from './garbageday.ts';
import { expectFree, nothingIsLeft } from './nothing-is-left.ts';
import { clear, makePlace, type Place } from './place.ts';

const library = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find((path) => existsSync(path));

/** Only the wall clock: timers, and what Node measures with, are those of the machine. */
function fakedBy(here: Place): { readonly faked: NodeJS.ProcessEnv; readonly set: (offset: string) => void } {
  const clock = join(here.mark, 'clock');
  const set = (offset: string) => writeFileSync(clock, offset);
  set('+0');
  const faked = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  return { faked, set };
}

// Both wait for most of their time.
describe.runIf(library !== undefined).concurrent('a wall clock that is set', { timeout: 600_000 }, () => {
  it('while `up` runs makes nothing blind and nothing pass: a note each, one refusal for what is overdue, and it goes on', async ({
    onTestFinished,
  }) => {
    const here = makePlace();
    onTestFinished(() => clear(here));
    const { faked, set } = fakedBy(here);
    const started = start(here, ['up', '--every', '15s', '--rate', '20'], faked);
    await untilRunning(here, started);
    const count = (text: string) => started.stdout().split(text).length - 1;
    const rehearsals = () => count('would go ahead');
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
      // The gate needs fresh slices and a whole baseline: an experiment that passes it is not blind.
      await nextRehearsal();
    }
    expect(count('refused (outside window)')).toBe(1);
    started.signalGroup('SIGINT');
    expect((await started.ended).code).not.toBe(2);
    await nothingIsLeft(here);
    expectFree(here);
  });

  it('while a game day runs changes nothing but for a note each: it keeps its own time', async ({
    onTestFinished,
  }) => {
    const here = makePlace();
    onTestFinished(() => clear(here));
    const { faked, set } = fakedBy(here);
    const args = [
      'gameday',
      '--kills',
      '1',
      '--duration',
      '45s',
      '--rate',
      '20',
      '--seed',
      'clock',
      '--json',
    ];
    const started = start(here, args, faked);
    await untilRunning(here, started);
    for (const [offset, note] of [
      ['-25', 'the clock was set back by 25 s; this run keeps its own time'],
      ['-19', 'the clock was set back by 19 s; this run keeps its own time'],
      ['+3581', 'the clock is 59 min 41 s ahead'],
    ] as const) {
      set(offset);
      await eventually(note, () => started.stderr().split(note).length === 2, 30_000);
    }
    const { code, stdout } = await started.ended;
    const document: GameDayDocument = JSON.parse(stdout);
    expect(code).toBe({ kept: 0, broken: 1, inconclusive: 3 }[document.verdict]);
    // A machine that is too busy may have it refused; the clock may not.
    expect(document.refusals.filter(({ reason }) => reason === 'outside-window')).toEqual([]);
    expect(document.experiments.length + document.refusals.length).toBe(1);
    for (const { probes } of document.experiments) expect(probes?.sent).toBeGreaterThan(0);
    expect(document.users.stored).toBe(document.users.acknowledged);
    // 20 a second for 45 s, give or take the start and the end: neither an hour of them nor none after a step.
    expect(document.users.sent).toBeGreaterThan(700);
    expect(document.users.sent).toBeLessThan(1_100);
    await nothingIsLeft(here);
    expectFree(here);
  });
});
