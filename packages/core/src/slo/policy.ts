/** The error-budget policy: what is refused while how much of the budget is left (SRE Workbook, ch. 5 and app. B). */

/** While less than `below` of the budget would be left, experiments that `refuse` names are refused. */
export type PolicyRule = {
  /** Share of the budget, 0–1. */
  readonly below: number;
  /** `everything`, names of groups, or faults. */
  readonly refuse: readonly string[];
};

export type BudgetPolicy = {
  /** Share of the budget that chaos never touches, 0–1: below it everything is refused. */
  readonly reserve: number;
  readonly policy: readonly PolicyRule[];
};

/** What an experiment is, as far as a policy asks. */
export type Subject = { readonly group: string; readonly fault: string };

/** The whole policy, the strictest rule last: the reserve is one rule of it. */
export function rulesOf({ reserve, policy }: BudgetPolicy): readonly PolicyRule[] {
  const whole = [...policy, { below: reserve, refuse: ['everything'] }];
  return whole.toSorted((a, b) => b.below - a.below);
}

/** The share of the budget below which such an experiment is refused: of all rules that name it, the highest. */
export function reserveFor(policy: BudgetPolicy, { group, fault }: Subject): number {
  const names = ['everything', group, fault];
  const applying = rulesOf(policy).filter(({ refuse }) => refuse.some((name) => names.includes(name)));
  return Math.max(policy.reserve, ...applying.map(({ below }) => below));
}

/** The rules that hold while so much of the budget is left; the boundary itself refuses nothing. */
export function rulesInForce(policy: BudgetPolicy, remaining: number): readonly PolicyRule[] {
  return rulesOf(policy).filter(({ below }) => isLess(remaining, below));
}

/** Whether a share of the budget is less than another by more than binary numbers are off: a trillionth. */
export function isLess(share: number, limit: number): boolean {
  return Math.round((limit - share) * 1e12) > 0;
}
