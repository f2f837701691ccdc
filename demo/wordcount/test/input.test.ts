import { requestIdOf } from '@garbageday/wordcount/request-id.ts';
import { parseSettings } from '@garbageday/wordcount/settings.ts';
import { parseWord } from '@garbageday/wordcount/word.ts';
import { describe, expect, it } from 'vitest';

const uri = 'mongodb://127.0.0.1:27017/?replicaSet=rs0';

describe('the settings of a word counter', () => {
  it('has defaults for all but the database', () => {
    expect(parseSettings({ MONGODB_URI: uri })).toEqual({
      kind: 'settings',
      settings: { port: 0, host: '127.0.0.1', mongodbUri: uri, instance: 'wordcount', drainMs: 1000 },
    });
  });

  it('reads what is there', () => {
    const environment = {
      MONGODB_URI: uri,
      PORT: '8080',
      HOST: '0.0.0.0',
      INSTANCE_ID: 'i-1',
      DRAIN_MS: '0',
    };
    expect(parseSettings(environment)).toMatchObject({
      settings: { port: 8080, host: '0.0.0.0', instance: 'i-1', drainMs: 0 },
    });
  });

  it.each([
    ['no database', { MONGODB_URI: undefined }, 'MONGODB_URI'],
    ['a database of another kind', { MONGODB_URI: 'postgres://127.0.0.1/' }, 'MONGODB_URI'],
    ['a port that is no number', { PORT: 'http' }, 'PORT is "http"'],
    ['a port that does not exist', { PORT: '65536' }, 'PORT is "65536"'],
    ['a negative drain', { DRAIN_MS: '-1' }, 'DRAIN_MS is "-1"'],
    ['an empty drain', { DRAIN_MS: '' }, 'DRAIN_MS is ""'],
    ['an instance id that no header can hold', { INSTANCE_ID: 'i-\n1' }, 'INSTANCE_ID'],
  ])('refuses %s in one line that names it', (_what, wrong, named) => {
    const parsed = parseSettings({ MONGODB_URI: uri, ...wrong });
    expect(parsed.kind).toBe('invalid');
    if (parsed.kind !== 'invalid') return;
    expect(parsed.message).toContain(named);
    expect(parsed.message).not.toContain('\n');
  });
});

describe('a word', () => {
  it.each(['a', 'Wort', 'łódź', 'слово', '言葉', 'हिन्दी', 'two-words_1', '7', 'x'.repeat(64), '__proto__'])(
    '%s is one',
    (text) => expect(parseWord(text)).toBe(text.normalize('NFC')),
  );

  it.each(['', ' ', 'two words', 'a/b', 'a.b', '<b>', '$inc', 'x'.repeat(65), 'a\u0000', '😀', '\ud800'])(
    '%j is none',
    (text) => expect(parseWord(text)).toBeNull(),
  );

  it('has one spelling, however it was typed', () => {
    expect(parseWord('e\u0301')).toBe(parseWord('\u00e9'));
  });
});

describe('a request id', () => {
  it.each(['a', 'A-1.b_2:c', 'x'.repeat(64)])('%s is kept', (id) => expect(requestIdOf(id)).toBe(id));

  it.each([undefined, '', 'two words', 'x'.repeat(65), 'ü', ['a', 'b']])(
    'instead of %j there is a fresh one',
    (id) => {
      expect(requestIdOf(id)).toMatch(/^[0-9a-f-]{36}$/);
      expect(requestIdOf(id)).not.toBe(requestIdOf(id));
    },
  );
});
