/**
 * The command against a second opinion: fractions of BigInt, written here from domain.md §5 and §7 alone and sharing no
 * code with the engine, on random months.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, minuteBefore, ndjson, specOf } from './slo-files.ts';

type Fraction = readonly [numerator: bigint, denominator: bigint];
type Minute = { readonly before: number; readonly good: number; readonly total: number };

const minutesOf: Record<string, number> = {
  '5m': 5,
  '30m': 30,
  '1h': 60,
  '2h': 120,
  '6h': 360,
  '1d': 1_440,
  '3d': 4_320,
};

/** To 20 digits behind the point, then to the nearest double. */
function toNumber([numerator, denominator]: Fraction): number {
  const scaled = (numerator * 10n ** 20n) / denominator;
  return Number(`${scaled}e-20`);
}

function isAbove([a, b]: Fraction, [c, d]: Fraction): boolean {
  return a * d > c * b;
}

/** `0.999` → 999 ⁄ 1000, digit by digit. */
function fractionOf(decimal: string): Fraction {
  const [whole = '', digits = ''] = decimal.split('.');
  return [BigInt(whole + digits), 10n ** BigInt(digits.length)];
}

type Sum = { readonly good: bigint; readonly total: bigint };

function sumOf(minutes: readonly Minute[], within: number): Sum {
  const inside = minutes.filter(({ before }) => before <= within);
  return {
    good: inside.reduce((sum, { good }) => sum + BigInt(good), 0n),
    total: inside.reduce((sum, { total }) => sum + BigInt(total), 0n),
  };
}

/** bad ÷ total ÷ (1 − objective). */
function burnOf({ good, total }: Sum, [n, d]: Fraction): Fraction | null {
  return total === 0n ? null : [(total - good) * d, total * (d - n)];
}

/** Wilson (1927), z for 95% two-sided. */
function wilson({ good, total }: Sum): readonly [low: number, high: number] {
  const z = 1.959963984540054;
  const [n, p] = [Number(total), Number(good) / Number(total)];
  const middle = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [(middle - half) / scale, (middle + half) / scale];
}

type Rule = {
  readonly severity: string;
  readonly long: string;
  readonly short: string;
  readonly share: Fraction;
};

/** SRE Workbook, ch. 5, table 5-8. */
const rules: readonly Rule[] = [
  { severity: 'page', long: '1h', short: '5m', share: [2n, 100n] },
  { severity: 'page', long: '6h', short: '30m', share: [5n, 100n] },
  { severity: 'ticket', long: '1d', short: '2h', share: [10n, 100n] },
  { severity: 'ticket', long: '3d', short: '6h', share: [10n, 100n] },
];

const month = fc
  .record({
    target: fc.constantFrom('0.99', '0.995', '0.999', '0.9995', '0.9999', '0.95'),
    days: fc.constantFrom(7, 28, 30),
    period: fc.constantFrom(7, 28, 30, null),
    total: fc.constantFrom(1, 60, 600, 9_999),
    badEvery: fc.constantFrom(1, 7, 60, 1_440),
    outage: fc.integer({ min: 0, max: 400 }),
    gap: fc.integer({ min: 1, max: 500 }),
  })
  .chain((plan) =>
    fc
      .array(fc.record({ before: fc.integer({ min: 1, max: 50_000 }), bad: fc.nat(plan.total) }), {
        maxLength: 60,
      })
      .map((extra) => ({ ...plan, minutes: minutesOfPlan(plan, extra) })),
  )
  // A page that could never fire is an error, and tested as one.
  .filter(({ target, days, period }) => {
    const [n, d] = fractionOf(target);
    return isAbove([d, d - n], [2n * BigInt(period ?? days) * 24n, 100n]);
  });

type Plan = {
  readonly total: number;
  readonly badEvery: number;
  readonly outage: number;
  readonly gap: number;
};
type Extra = { readonly before: number; readonly bad: number };

/** A sparse month: each `gap` minutes one of data, a full outage at the end, and what chance adds. */
function minutesOfPlan({ total, badEvery, outage, gap }: Plan, extra: readonly Extra[]): readonly Minute[] {
  const minutes = new Map<number, Minute>();
  for (let before = 45_000; before >= 1; before -= gap) {
    minutes.set(before, { before, good: before % badEvery === 0 ? total - 1 : total, total });
  }
  for (let before = 1; before <= outage; before += 1) minutes.set(before, { before, good: 0, total });
  for (const { before, bad } of extra) minutes.set(before, { before, good: total - bad, total });
  return [...minutes.values()];
}

function near(value: number) {
  return expect.closeTo(value, 15 - Math.max(0, Math.ceil(Math.log10(Math.abs(value) + 1))) - 1);
}

/** (1 − consumed) ÷ (burn ÷ window). */
function exhaustedIn([spent, of]: Fraction, [burn, per]: Fraction, windowSeconds: number) {
  if (spent >= of) return 0;
  if (burn === 0n) return null;
  return expect.closeTo(toNumber([(of - spent) * per * BigInt(windowSeconds), of * burn]), 3);
}

function expected(minutes: readonly Minute[], plan: { target: string; days: number; period: number | null }) {
  const objective = fractionOf(plan.target);
  const whole = sumOf(minutes, plan.days * 1_440);
  const consumed = burnOf(whole, objective) ?? [0n, 1n];
  const burnOver = (text: string) => burnOf(sumOf(minutes, minutesOf[text] ?? 0), objective);
  const period = BigInt((plan.period ?? plan.days) * 1_440);
  const alerts = rules.map(({ severity, long, short, share: [n, d] }) => {
    const factor: Fraction = [n * period, d * BigInt(minutesOf[long] ?? 0)];
    const firing = [long, short].every((text) => {
      const burn = burnOver(text);
      return burn !== null && isAbove(burn, factor);
    });
    return { severity, long, short, factor: toNumber(factor), firing };
  });
  const interval = whole.total === 0n ? null : wilson(whole);
  const longest = Object.keys(minutesOf).findLast((text) => burnOver(text) !== null);
  const current = burnOver('1h') ?? (longest === undefined ? consumed : burnOver(longest)) ?? consumed;
  return {
    good: Number(whole.good),
    total: Number(whole.total),
    sli: whole.total === 0n ? null : near(toNumber([whole.good, whole.total])),
    consumed: near(toNumber(consumed)),
    remaining: near(1 - toNumber(consumed)),
    burn: Object.fromEntries(
      Object.keys(minutesOf).map((text) => {
        const burn = burnOver(text);
        return [text, burn === null ? null : near(toNumber(burn))];
      }),
    ),
    alerts,
    exhaustedInSeconds: exhaustedIn(consumed, current, plan.days * 86_400),
    interval: interval === null ? null : interval.map((bound) => expect.closeTo(bound, 12)),
  };
}

describe('slo eval', () => {
  it('agrees with fractions of whole numbers on random months, in every order', async () => {
    await fc.assert(
      fc.asyncProperty(month, fc.boolean(), async ({ minutes, target, days, period }, isReversed) => {
        const lines = minutes.map(({ before, good, total }) => ({
          minute: minuteBefore(before),
          good,
          total,
        }));
        const { code, stdout, stderr } = await evaluate({
          spec: specOf({ target: Number(target), window: `{ duration: ${days}d, isRolling: true }` }),
          slices: ndjson(isReversed ? lines.toReversed() : lines),
          options: ['--json', ...(period === null ? [] : ['--period', `${period}d`])],
        });
        expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
        expect(JSON.parse(stdout).objectives[0]).toMatchObject(expected(minutes, { target, days, period }));
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('agrees on verdicts: met from the lower bound, missed from the upper', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(400), fc.integer({ min: 400, max: 100_000 }), async (bad, total) => {
        const sum = { good: BigInt(total - bad), total: BigInt(total) };
        const [low, high] = wilson(sum);
        const verdict = low >= 0.99 ? 'met' : high < 0.99 ? 'missed' : 'not-yet-provable';
        const slices = ndjson([{ minute: minuteBefore(9), good: total - bad, total }]);
        const { stdout } = await evaluate({ spec: specOf({ target: 0.99 }), slices, options: ['--json'] });
        expect(JSON.parse(stdout).objectives[0].verdict).toBe(verdict);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
