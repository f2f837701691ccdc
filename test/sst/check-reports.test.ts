/** Where the report site is put: a prefix is part of a permission. */
import { checkArguments } from '@garbageday/sst/check-arguments.ts';
import { describe, expect, it } from 'vitest';

const web = { name: 'web', autoScalingGroup: 'shop-web' };

describe('where the report site is put', () => {
  const problemWith = (reports: { readonly prefix?: string; readonly days?: number }): string => {
    try {
      checkArguments('Chaos', 'shop-production', { groups: [web], reports });
    } catch (error) {
      return String((error as Error).message);
    }
    return 'nothing';
  };

  it.each([{}, { prefix: '' }, { prefix: 'garbageday/' }, { prefix: 'team-a/v1.2/x_y/', days: 400 }])(
    'may be %j',
    (reports) => expect(problemWith(reports)).toBe('nothing'),
  );

  it.each(['*', 'a*/', 'a?/', '/', '/a/', 'a', 'a//b/', '../', 'a/$x/'])(
    'is a folder, and nothing that a permission takes for more: %s',
    (prefix) => {
      expect(problemWith({ prefix })).toContain(`reports.prefix ${JSON.stringify(prefix)} is not a folder`);
    },
  );

  it.each([0, 401, 1.5, Number.NaN])('goes back whole days, as far as slices are kept: %s', (days) => {
    expect(problemWith({ days })).toContain(`reports.days ${days} is not a whole number from 1 to 400`);
  });
});
