import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { usageLine } from './usage-line.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'garbageday-config-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function write(name: string, text: string) {
  return writeFileSync(join(cwd, name), text);
}

const badFiles: Record<string, readonly [name: string, text: string, line: string]> = {
  'a typo': ['a.json', '{"slo": []}', 'a.json: slo: unknown key; did you mean "slos"?'],
  'an unquoted key': [
    'b.json',
    '{\n  "users": {\n    ratePerSecond: 5\n  }\n}',
    'b.json:3:5: is not JSON: put "ratePerSecond" into double quotes',
  ],
  'a comma too many': ['c.json', '{"service": "a",}', 'c.json:1:17: is not JSON: remove the comma before it'],
  'a comma too few': [
    'd.json',
    '{"a": 1\n "b": 2}',
    'd.json:2:2: is not JSON: unexpected "\\""; is a comma, colon or quote missing before it?',
  ],
  'an end too soon': [
    'e.json',
    '{"a": [1',
    'e.json:1:9: is not JSON: the file ends too early; close every { and [',
  ],
  'an open text': [
    'f.json',
    '{"a": "b}\n',
    'f.json:1:7: is not JSON: the string is not closed, or has a bad escape',
  ],
  'single quotes': ['g.json', "{'a': 1}", 'g.json:1:2: is not JSON: write double quotes'],
  'a comment': [
    'h.json',
    '{ // no\n}',
    'h.json:1:3: is not JSON: comments are not JSON; remove it, or write a .ts file',
  ],
  'an empty file': ['i.json', '', 'i.json:1:1: is not JSON: the file is empty; write {} for the defaults'],
  'another format': ['j.yaml', 'a: 1', 'j.yaml: is not a configuration; name a .ts, .js, .mjs, .json file'],
  'a module without a default export': [
    'k.mjs',
    'export const a = 1;',
    'k.mjs: has no default export; write `export default defineConfig({ … })`',
  ],
  'a module that throws': ['l.mjs', 'throw new Error("a\\nb");', 'l.mjs:1: cannot be run: Error: a'],
  'a module with a wrong value': [
    'm.mjs',
    'export default { users: { ratePerSecond: 0 } };',
    'm.mjs: users.ratePerSecond: 0 is too small; write 1 to 5,000 requests a second',
  ],
};

describe('loadConfiguration', () => {
  it.each(Object.entries(badFiles))('says in one line: %s', async (_sentence, [name, text, line]) => {
    write(name, text);
    expect(await usageLine(() => loadConfiguration(name, cwd))).toBe(line);
  });

  it('says that a named file is missing', async () => {
    const line = 'nope.json: the file does not exist; check --config, or omit it for the defaults';
    expect(await usageLine(() => loadConfiguration('nope.json', cwd))).toBe(line);
  });

  it('says that a directory is no file', async () => {
    mkdirSync(join(cwd, 'dir.json'));
    expect(await usageLine(() => loadConfiguration('dir.json', cwd))).toBe(
      'dir.json: is a directory; name a file in it',
    );
  });

  it('names a file outside the working directory by its whole path', async () => {
    write('a.json', '{"slo": []}');
    const line = await usageLine(() => loadConfiguration(join(cwd, 'a.json'), join(cwd, 'elsewhere')));
    expect(line).toBe(`${join(cwd, 'a.json')}: slo: unknown key; did you mean "slos"?`);
  });

  it('takes the defaults where there is no file', async () => {
    expect(await loadConfiguration(null, cwd)).toEqual(parseConfiguration({}, 'defaults'));
  });

  it('finds a file in the working directory, .ts before .js before .json', async () => {
    write('garbageday.config.json', '\uFEFF{"service": "from-json"}');
    expect((await loadConfiguration(null, cwd)).service).toBe('from-json');
    write('garbageday.config.js', 'module.exports = { service: "from-js" };');
    expect((await loadConfiguration(null, cwd)).service).toBe('from-js');
    write('garbageday.config.ts', 'const service: string = "from-ts"; export default { service };');
    expect((await loadConfiguration(null, cwd)).service).toBe('from-ts');
  });

  it('runs a .ts file beside a package.json that says commonjs', async () => {
    write('package.json', '{"type": "commonjs"}');
    write('garbageday.config.ts', 'const service: string = "from-ts"; export default { service };');
    expect((await loadConfiguration(null, cwd)).service).toBe('from-ts');
  });
});
