/** One line of the bill. */
import { type PriceName, prices } from './prices.ts';

export const categories = ['servers', 'network', 'functions', 'ledger', 'watching', 'the rest'] as const;

export type Category = (typeof categories)[number];

export type CostItem = {
  readonly category: Category;
  readonly what: string;
  /** In `unit`s per month. */
  readonly quantity: number;
  readonly unit: string;
  readonly unitUsd: number;
  readonly monthlyUsd: number;
  readonly source: string;
};

type Line = {
  readonly category: Category;
  readonly what: string;
  readonly quantity: number;
  readonly price: PriceName;
};

export function itemOf({ category, what, quantity, price }: Line): CostItem {
  const { usd, per, source } = prices[price];
  return { category, what, quantity, unit: per, unitUsd: usd, monthlyUsd: quantity * usd, source };
}

export function sumOf(items: readonly CostItem[]): number {
  return items.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0);
}
