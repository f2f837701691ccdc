import { PassThrough } from 'node:stream';
import { createOutput } from '@garbageday/cli/output.ts';
import type { Environment } from '@garbageday/cli/screen.ts';
import { describe, expect, it } from 'vitest';

function terminal() {
  return Object.assign(new PassThrough(), { isTTY: true, columns: 120, rows: 40 });
}
function pipe() {
  return new PassThrough();
}
function outputOf(stdout: PassThrough, env: Environment = {}, mode: 'json' | 'text' = 'text') {
  return createOutput({ stdout, stderr: pipe(), env, program: 'garbageday' }, mode);
}

describe('colour', () => {
  it.each<[string, PassThrough, Environment, boolean]>([
    ['a terminal has it', terminal(), {}, true],
    ['a pipe has none', pipe(), {}, false],
    ['NO_COLOR takes it away', terminal(), { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR says nothing', terminal(), { NO_COLOR: '' }, true],
    ['FORCE_COLOR gives it to a pipe', pipe(), { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR wins over NO_COLOR', pipe(), { FORCE_COLOR: '3', NO_COLOR: '1' }, true],
    ['FORCE_COLOR=0 takes it away', terminal(), { FORCE_COLOR: '0' }, false],
    ['a dumb terminal has none', terminal(), { TERM: 'dumb' }, false],
  ])('%s', (_sentence, stdout, env, hasColor) => {
    expect(outputOf(stdout, env).hasColor).toBe(hasColor);
  });
});

describe('the screen', () => {
  it('is stdout, with its size', () => {
    const stdout = terminal();
    const output = outputOf(stdout);
    expect([output.screen, output.isTty, output.size()]).toEqual([stdout, true, { columns: 120, rows: 40 }]);
  });

  it('is stderr while stdout is kept for JSON', () => {
    const stdout = terminal();
    const output = outputOf(stdout, {}, 'json');
    output.print('for a person');
    expect([output.isTty, output.size()]).toEqual([false, { columns: 80, rows: 24 }]);
    expect(stdout.read()).toBeNull();
  });
});

describe('the document', () => {
  it('is printed once', () => {
    const stdout = pipe();
    const output = outputOf(stdout, {}, 'json');
    output.document({ a: 1 });
    expect(() => output.document({ b: 2 })).toThrow('a second JSON document');
    expect(String(stdout.read())).toBe('{\n  "a": 1\n}\n');
  });
});
