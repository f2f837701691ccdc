import { UsageError } from '@garbageday/core/errors.ts';
import { recordCodec } from '@garbageday/core/record-codec.ts';
import { fieldsOf, text } from '@garbageday/core/shape.ts';
import { describe, expect, it } from 'vitest';

type Name = { readonly name: string };

const codec = recordCodec<Name>({
  what: 'a name',
  shape: fieldsOf({ name: text }),
  upgrade: (former) => ({ name: Reflect.get(former, 'title'), ...former }),
});

const newer = 'cannot be read; this garbageday reads version 1: use the garbageday that wrote it';

describe('a record that is kept', () => {
  it('has its version beside its fields', () => {
    expect(codec.encode({ name: 'x' })).toBe('{"version":1,"name":"x"}');
  });

  it('comes back as it was', () => {
    expect(codec.decode(codec.encode({ name: 'x' }))).toEqual({ name: 'x' });
    expect(codec.read({ version: codec.version, name: 'x' })).toEqual({ name: 'x' });
  });

  it('of the version before versions is read, and brought up to date', () => {
    expect(codec.decode('{"name":"x"}')).toEqual({ name: 'x' });
    expect(codec.decode('{"title":"x"}')).toMatchObject({ name: 'x' });
  });

  it('of this version is not brought up to date', () => {
    expect(() => codec.decode('{"version":1,"title":"x"}')).toThrow(
      'a name cannot be read: it.name is not text',
    );
  });

  it('of the version before versions needs no upgrade where nothing changed', () => {
    const unchanged = recordCodec<Name>({ what: 'a name', shape: fieldsOf({ name: text }) });
    expect(unchanged.decode('{"name":"x"}')).toEqual({ name: 'x' });
  });

  it.each([
    ['of a newer version', '{"version":2,"name":"x"}', `a name of version 2 ${newer}`],
    ['whose version is not a number', '{"version":"1","name":"x"}', `a name of version "1" ${newer}`],
    ['that is cut off', '{"version":1,"na', 'a name cannot be read: it is not JSON'],
    ['that is text', '"x"', 'a name cannot be read: it is not an object'],
    ['that is nothing', 'null', 'a name cannot be read: it is not an object'],
    ['without a field', '{"version":1}', 'a name cannot be read: it.name is not text'],
  ])('%s is refused in one line', (_, kept, line) => {
    const read = () => codec.decode(kept);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(new RegExp(`^${line.replaceAll(/[.?]/g, '\\$&')}$`));
  });
});
