/** Lists of faults in files that no program writes. After a change of the table: npx vitest run test/scripts/fault-lists.test.ts -u */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ec2Faults } from '@garbageday/aws/ec2-faults.ts';
import { faultNames, faults } from '@garbageday/core/chaos/fault.ts';
import { refusalReasons } from '@garbageday/core/chaos/refusal.ts';
import { localFaults } from '@garbageday/local/fault-injector.ts';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Replaces what is found between the two, which must be there; both are kept. */
function between(text: string, from: RegExp, to: RegExp, inner: (indent: string) => string): string {
  const pattern = new RegExp(`(?<=(?:${from.source}))[^]*?(?=${to.source})`, 'g');
  expect(text).toMatch(pattern);
  return text.replace(pattern, (found) => inner(/\n( *)\S/.exec(found)?.[1] ?? ''));
}

describe('lists of faults', () => {
  // report-1 is no longer written, so no new fault can be in one.
  it.each(['gameday-1', 'report-2'])('the JSON schema %s has every fault', async (name) => {
    const path = `${root}/packages/render/schema/${name}.schema.json`;
    const list = faultNames.map((fault) => JSON.stringify(fault)).join(', ');
    const now = between(readFileSync(path, 'utf8'), /"fault": \{\s*"enum": \[/, /\]/, () => list);
    await expect(now).toMatchFileSnapshot(path);
  });

  it.each(['gameday-1', 'report-2'])('the JSON schema %s has every reason of a refusal', async (name) => {
    const path = `${root}/packages/render/schema/${name}.schema.json`;
    const now = between(readFileSync(path, 'utf8'), /"reason": \{\s*"enum": \[/, /\s*\]/, (indent) =>
      refusalReasons.map((reason) => `\n${indent}"${reason}"`).join(','),
    );
    await expect(now).toMatchFileSnapshot(path);
  });

  it('docs/faults.md has every fault, and where it is supported', async () => {
    const path = `${root}/docs/faults.md`;
    const rows = faults.map(({ name, effect, isReversible }) => [
      ...[`\`${name}\``, effect, isReversible ? 'yes' : 'no'],
      ...[localFaults.has(name) ? 'yes' : 'no', ec2Faults.has(name) ? 'yes' : 'no'],
    ]);
    const table = [
      ['fault', 'what the server lives through', 'undone', 'laptop', 'EC2'],
      ['---', '---', '---', '---', '---'],
      ...rows,
    ].map((cells) => `| ${cells.join(' | ')} |`);
    const now = between(readFileSync(path, 'utf8'), /-u -->\n/, /<!-- end of the table -->/, () =>
      ['', ...table, '', ''].join('\n'),
    );
    await expect(now).toMatchFileSnapshot(path);
  });
});
