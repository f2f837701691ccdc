/** What every safety lever keeps to. */
import type { SafetyLever } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';

/** `again` reaches for the same lever as another process would. `setNow` sets the time in which both live. */
export type LeverSubject = {
  readonly lever: SafetyLever;
  readonly again: () => SafetyLever;
  readonly setNow: (nowMs: number) => void;
};

export function describeSafetyLeverContract(name: string, make: () => Promise<LeverSubject>): void {
  describe(`the safety lever: ${name}`, () => {
    it('is released until someone pulls it', async () => {
      expect(await (await make()).lever.position()).toEqual({ kind: 'released' });
    });

    it('says why and since when it is pulled', async () => {
      const { lever, setNow } = await make();
      setNow(1_234);
      await lever.halt('the shop is on fire');
      setNow(9_999);
      expect(await lever.position()).toEqual({
        kind: 'halted',
        reason: 'the shop is on fire',
        sinceMs: 1_234,
      });
    });

    it('is seen pulled, and released, from another process at once', async () => {
      const { lever, again } = await make();
      const other = again();
      await lever.halt('stop');
      expect((await other.position()).kind).toBe('halted');
      await other.resume();
      expect(await lever.position()).toEqual({ kind: 'released' });
    });

    it('stays pulled when it is pulled again, and is released once', async () => {
      const { lever } = await make();
      await lever.halt('first');
      await lever.halt('second');
      expect((await lever.position()).kind).toBe('halted');
      await lever.resume();
      expect((await lever.position()).kind).toBe('released');
    });

    it('may be released when nobody pulled it', async () => {
      const { lever } = await make();
      await lever.resume();
      expect(await lever.position()).toEqual({ kind: 'released' });
    });
  });
}
