/** What follows from the rest of a report. */
import type { Configuration } from '../configuration.ts';
import { adviceOf } from './advice.ts';
import { budgetPolicy } from './budget-policy.ts';
import type { Report } from './report.ts';

/** The state of the budget policy, and what to do. */
export function conclusions(
  configuration: Configuration,
  { experiments, slos, composites, resilience, attribution, coverage, chaosSpent }: Concluded,
): Pick<Report, 'policy' | 'advice'> {
  const { budget } = configuration;
  const paying = slos.find(({ name }) => name === attribution.slo) ?? { name: attribution.slo, remaining: 1 };
  const policy = budgetPolicy({ slo: paying, budget, chaosSpent, experiments });
  return { policy, advice: adviceOf({ slos, composites, policy, resilience, coverage }) };
}

type Concluded = Pick<
  Report,
  'experiments' | 'slos' | 'composites' | 'resilience' | 'attribution' | 'coverage'
> & {
  /** In the window of the objective that pays for it. */
  readonly chaosSpent: number;
};
