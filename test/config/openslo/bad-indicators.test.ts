import { describe, expect, it } from 'vitest';
import { problemsOf } from './problems-of.ts';
import { ownIndicator, sloYaml } from './slo-yaml.ts';

function indicator(ratio: string) {
  return sloYaml({ indicator: `indicator: { metadata: { name: a }, spec: { ratioMetric: ${ratio} } }` });
}
const foreign = '{ metricSource: { type: Prometheus, spec: { query: x } } }';
function own(spec: string) {
  return `{ metricSource: { type: garbageday, spec: ${spec} } }`;
}
function threshold(spec: string, objectives: string) {
  return sloYaml({
    indicator: `indicator: { metadata: { name: a }, spec: { thresholdMetric: ${own(spec)} } }`,
    objectives,
  });
}

function unused(spec: string) {
  return `${sloYaml()}---\napiVersion: openslo/v1\nkind: SLI\nmetadata: { name: unused }\nspec: ${spec}\n`;
}

const bad: Record<string, readonly [text: string, line: string]> = {
  'a threshold that no objective uses, of no source': [
    unused('{ thresholdMetric: { metricSource: { metricSourceRef: x, spec: {} } } }'),
    'elsewhere slo.yaml:25: spec.thresholdMetric.metricSource.metricSourceRef: no DataSource named "x" was found; pass its file or folder as well',
  ],
  'an indicator that no objective uses, of nothing': [
    unused('{}'),
    'slo.yaml:25: spec: must have either ratioMetric or thresholdMetric',
  ],
  'an indicatorRef to nothing': [
    sloYaml({ indicator: 'indicatorRef: answered' }),
    'unread slo.yaml:8: spec.indicatorRef: no SLI named "answered" was found; pass its file or folder as well',
  ],
  'a metricSourceRef to nothing': [
    indicator(`{ good: { metricSource: { metricSourceRef: x, spec: {} } }, total: ${foreign} }`),
    'elsewhere slo.yaml:8: spec.indicator.spec.ratioMetric.good.metricSource.metricSourceRef: no DataSource named "x" was found; pass its file or folder as well',
  ],
  'indicator and indicatorRef': [
    sloYaml({ indicator: `indicatorRef: a\n  ${ownIndicator}` }),
    'slo.yaml:8: spec.indicatorRef: cannot be combined with indicator; write one of the two',
  ],
  'a ratio without total': [
    indicator(`{ good: ${foreign} }`),
    'slo.yaml:8: spec.indicator.spec.ratioMetric.total: is missing; write it, with good or bad',
  ],
  'a ratio of good and bad': [
    indicator(`{ good: ${foreign}, bad: ${foreign}, total: ${foreign} }`),
    'slo.yaml:8: spec.indicator.spec.ratioMetric: must have either good or bad beside total',
  ],
  'raw beside total': [
    indicator(`{ raw: ${foreign}, rawType: success, total: ${foreign} }`),
    'slo.yaml:8: spec.indicator.spec.ratioMetric.raw: cannot be combined with good, bad or total; write one or the others',
  ],
  'raw without rawType': [
    indicator(`{ raw: ${foreign} }`),
    'slo.yaml:8: spec.indicator.spec.ratioMetric: needs raw and rawType together, or neither',
  ],
  'a raw ratio of ours': [
    indicator(`{ rawType: success, raw: ${own('{ journey: probe, sli: latency }')} }`),
    'unread slo.yaml:8: spec.indicator.spec.ratioMetric.raw: is not measured here: a ratio without its counts proves nothing; write good and total',
  ],
  'a source without a type': [
    indicator(`{ good: { metricSource: { spec: {} } }, total: ${foreign} }`),
    'slo.yaml:8: spec.indicator.spec.ratioMetric.good.metricSource: has neither type nor metricSourceRef; write one',
  ],
  'an unknown key for our source': [
    indicator(`{ good: ${own('{ journy: probe, sli: latency }')}, total: ${own('{ journey: probe }')} }`),
    'slo.yaml:8: spec.indicator.spec.ratioMetric.good.metricSource.spec.journy: unknown key; did you mean "journey"?',
  ],
  'our source without its SLI': [
    indicator(`{ good: ${own('{ journey: probe }')}, total: ${own('{ journey: probe }')} }`),
    'slo.yaml:8: spec.indicator.spec.ratioMetric.good.metricSource.spec.sli: is missing; write availability or latency',
  ],
  'good of one journey and total of another': [
    indicator(`{ good: ${own('{ journey: probe, sli: latency }')}, total: ${own('{ journey: users }')} }`),
    'slo.yaml:8: spec.indicator.spec.ratioMetric.total.metricSource.spec.journey: differs from that of the events it counts, "probe"; write the same',
  ],
  'good of ours and total of another': [
    indicator(`{ good: ${own('{ journey: probe, sli: latency }')}, total: ${foreign} }`),
    'slo.yaml:8: spec.indicator.spec.ratioMetric.total.metricSource.type: has a different source from the events it counts',
  ],
  'a threshold without its value': [
    threshold('{ journey: probe, sli: latency }', '- { target: 0.999, op: lte }'),
    'slo.yaml:13: spec.objectives[0].value: is missing; a thresholdMetric is compared with it',
  ],
  'a threshold of availability': [
    threshold('{ journey: probe, sli: availability }', '- { target: 0.999, op: lte, value: 300 }'),
    'slo.yaml:8: spec.indicator.spec.thresholdMetric.metricSource.spec.sli: has no threshold; write latency, or a ratioMetric',
  ],
  'a threshold to exceed': [
    threshold('{ journey: probe, sli: latency }', '- { target: 0.999, op: gt, value: 300 }'),
    'unread slo.yaml:13: spec.objectives[0].op: "gt" cannot be kept: an answer is good up to its threshold; write lte',
  ],
  'a threshold of no latency': [
    threshold('{ journey: probe, sli: latency }', '- { target: 0.999, op: lte, value: 0 }'),
    'slo.yaml:13: spec.objectives[0].value: 0 is not a latency; write whole milliseconds, 1 to 60000',
  ],
};

describe('an indicator that cannot be kept', () => {
  it.each(Object.entries(bad))('is told of with line and path: %s', (_sentence, [text, line]) => {
    expect(problemsOf(text)).toContain(line);
  });
});
