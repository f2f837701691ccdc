import { type FaultName, faultNamed, faultNames, faults } from '@garbageday/core/chaos/fault.ts';
import { describe, expect, it } from 'vitest';

describe('the table of faults', () => {
  it('names each once', () => {
    expect(new Set(faultNames).size).toBe(faults.length);
  });

  it.each(faults)('finds $name by its name', (fault) => {
    expect(faultNamed(fault.name)).toBe(fault);
  });

  it('does not make one up for a name of a newer version', () => {
    const newer = 'unheard-of' as FaultName;
    expect(() => faultNamed(newer)).toThrow('there is no fault "unheard-of"; this version has: terminate, ');
  });
});
