import { describe, expect, it } from 'vitest';
import { problemsOf } from './problems-of.ts';
import { sloYaml } from './slo-yaml.ts';

function condition(fields: string, severity = 'page') {
  return `alertPolicies:
    - kind: AlertPolicy
      metadata: { name: burns }
      spec:
        alertWhenBreaching: true
        conditions:
          - kind: AlertCondition
            metadata: { name: fast }
            spec:
              severity: ${severity}
              condition: { kind: burnrate, ${fields} }
        notificationTargets:
          - kind: AlertNotificationTarget
            metadata: { name: chat }
            spec: { target: slack }`;
}
const good = 'op: gt, threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m';
function alert(fields: string, severity?: string) {
  return sloYaml({ rest: condition(fields, severity) });
}
function policy(from: string, to: string) {
  return sloYaml({ rest: condition(good).replace(from, to) });
}

const bad: Record<string, readonly [text: string, line: string]> = {
  'a burn rate that cannot be': [
    alert('op: gt, threshold: 1000, lookbackWindow: 1h'),
    'unread slo.yaml:30: spec.alertPolicies[0].spec.conditions[0].spec.condition.threshold: a page alert above a burn rate of 1000 can never fire: with an objective of 0.999 it is 1000 at most; lower the threshold, or raise the target',
  ],
  'a burn rate of 0': [
    alert('op: gt, threshold: 0, lookbackWindow: 1h'),
    'unread slo.yaml:30: spec.alertPolicies[0].spec.conditions[0].spec.condition.threshold: 0 is not a burn rate; write a number above 0, such as 14.4',
  ],
  'an alert when little burns': [
    alert('op: lte, threshold: 2, lookbackWindow: 1h'),
    'unread slo.yaml:30: spec.alertPolicies[0].spec.conditions[0].spec.condition.op: "lte" would alert while little burns; write gt',
  ],
  'an alert at exactly the threshold': [
    alert('op: gte, threshold: 2, lookbackWindow: 1h'),
    'unread slo.yaml:30: spec.alertPolicies[0].spec.conditions[0].spec.condition.op: "gte" cannot be kept: an alert fires strictly above its threshold; write gt',
  ],
  'a severity of their own': [
    alert(good, 'sev1'),
    'reading slo.yaml:29: spec.alertPolicies[0].spec.conditions[0].spec.severity: "sev1" is read as page',
  ],
  'a short window longer than the long one': [
    alert('op: gt, threshold: 2, lookbackWindow: 1h, alertAfter: 2h'),
    'reading slo.yaml:30: spec.alertPolicies[0].spec.conditions[0].spec.condition.alertAfter: 2h is longer than lookbackWindow: both windows have to burn',
  ],
  'an alert that looks further back than its objective': [
    alert('op: gt, threshold: 2, lookbackWindow: 60d'),
    'unread slo.yaml:30: spec.alertPolicies[0].spec.conditions[0].spec.condition.lookbackWindow: 60d is longer than the window of the objective; write that or less',
  ],
  'a policy that never alerts': [
    policy('alertWhenBreaching: true', 'alertWhenBreaching: false'),
    'reading slo.yaml:24: spec.alertPolicies[0].spec.alertWhenBreaching: is not true, so the policy never alerts',
  ],
  'a policy that keeps quiet about the end': [
    policy('alertWhenBreaching: true', 'alertWhenBreaching: true\n        alertWhenResolved: false'),
    'reading slo.yaml:25: spec.alertPolicies[0].spec.alertWhenResolved: is false, but the end of an alert is always announced',
  ],
  'a policy that alerts for want of data': [
    policy('alertWhenBreaching: true', 'alertWhenBreaching: true\n        alertWhenNoData: true'),
    'elsewhere slo.yaml:25: spec.alertPolicies[0].spec.alertWhenNoData: is true, but missing data spends no budget; another alarm watches for a silent probe',
  ],
  'a policy without a condition': [
    sloYaml({
      rest: 'alertPolicies: [{ kind: AlertPolicy, metadata: { name: a }, spec: { alertWhenBreaching: true, conditions: [], notificationTargets: [{ kind: AlertNotificationTarget, metadata: { name: b }, spec: { target: slack } }] } }]',
    }),
    'slo.yaml:20: spec.alertPolicies[0].spec.conditions: has 0 members; OpenSLO v1 allows exactly one condition per policy',
  ],
  'a misspelt key in a policy written in place': [
    policy('alertWhenBreaching', 'alertWhenBreached'),
    'slo.yaml:24: spec.alertPolicies[0].spec.alertWhenBreached: unknown key; did you mean "alertWhenBreaching"?',
  ],
};

describe('an alert that cannot be kept', () => {
  it.each(Object.entries(bad))('is told of with line and path: %s', (_sentence, [text, line]) => {
    expect(problemsOf(text)).toContain(line);
  });
});
