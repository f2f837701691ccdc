import { findingKinds } from '@garbageday/core/report/finding.ts';
import { expect, it } from 'vitest';

it('kinds of findings are headings that a link can lead to, each its own', () => {
  expect(new Set(findingKinds).size).toBe(findingKinds.length);
  for (const kind of findingKinds) expect(kind).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
});
