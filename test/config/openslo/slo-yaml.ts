/** An SLO document to be varied: each part may be replaced. */

export type Parts = {
  readonly metadata?: string;
  readonly service?: string;
  readonly indicator?: string;
  readonly window?: string;
  readonly method?: string;
  readonly objectives?: string;
  readonly rest?: string;
};

export const ownIndicator = `indicator:
    metadata: { name: answered }
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { type: garbageday, spec: { journey: probe, sli: availability } } }
        total: { metricSource: { type: garbageday, spec: { journey: probe } } }`;

/** The parts stand on lines 5, 7, 8, 15, 17, 18 and 20 as long as those before are not replaced. */
export function sloYaml({
  metadata = '{ name: answers }',
  service = 'shop',
  indicator = ownIndicator,
  window = '[{ duration: 30d, isRolling: true }]',
  method = 'Occurrences',
  objectives = '- target: 0.999',
  rest = '',
}: Parts = {}): string {
  return `# One objective.
---
apiVersion: openslo/v1
kind: SLO
metadata: ${metadata}
spec:
  service: ${service}
  ${indicator}
  timeWindow:
    ${window}
  budgetingMethod: ${method}
  objectives:
    ${objectives}
  ${rest}
`;
}
