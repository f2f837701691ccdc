import { findingKinds, type ServerFinding } from '@garbageday/core/report/finding.ts';
import fc from 'fast-check';

/** With any text in every place. */
export function anyFindings(text: fc.Arbitrary<string>): fc.Arbitrary<readonly ServerFinding[]> {
  const finding = fc.record({ kind: fc.constantFrom(...findingKinds), group: text, text, see: text });
  return fc.array(finding, { maxLength: 3 });
}
