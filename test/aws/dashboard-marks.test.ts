import { type DashboardMark, withMarks } from '@garbageday/aws/dashboard-marks.ts';
import { dashboardBody } from '@garbageday/sst/dashboard-body.ts';
import { describe, expect, it } from 'vitest';
import { configuration } from '../fakes/configuration.ts';

const first: DashboardMark = { label: 'termination of web-a', atMs: Date.UTC(2026, 10, 27, 9) };
const second: DashboardMark = { label: 'power cut of data-b', atMs: Date.UTC(2026, 10, 27, 10) };
const ours = (label: string, value: string) => ({ label: `Garbage Day: ${label}`, value, color: '#d62728' });
const both = [
  ours('termination of web-a', '2026-11-27T09:00:00.000Z'),
  ours('power cut of data-b', '2026-11-27T10:00:00.000Z'),
];

const metrics = [['AWS/EC2', 'CPUUtilization']];

function chart(properties: object = {}) {
  return { type: 'metric', x: 0, y: 0, width: 6, height: 6, properties: { metrics, ...properties } };
}

function body(...widgets: unknown[]): string {
  return JSON.stringify({ start: '-P7D', widgets });
}

/** The vertical annotations of each widget. */
function verticals(text: string | null): readonly unknown[] {
  const { widgets } = JSON.parse(text ?? '') as {
    widgets: { properties?: { annotations?: { vertical?: unknown } } }[];
  };
  return widgets.map(({ properties }) => properties?.annotations?.vertical);
}

describe('kills on a dashboard', () => {
  it('are marks on every chart over time, in order', () => {
    const { charts, body: marked } = withMarks(body(chart(), chart({ view: 'timeSeries' })), [second, first]);
    expect(charts).toBe(2);
    expect(verticals(marked)).toEqual([both, both]);
  });

  it("stand on each chart of the stage's own dashboard, and on nothing else", () => {
    const own = dashboardBody({
      config: configuration(),
      hasUsers: true,
      regionName: 'eu-central-1',
      log: '/aws/events/x',
      alarms: [],
      loadBalancer: { kind: 'application', loadBalancer: 'app/x/1', targetGroup: 'targetgroup/x/1' },
      namespaces: { probe: 'P', chaos: 'C' },
    });
    const { charts, body: marked } = withMarks(JSON.stringify(own), [first]);
    expect(charts).toBe(own.widgets.filter(({ type }) => type === 'metric').length);
    expect(charts).toBeGreaterThan(3);
    const after = JSON.parse(marked ?? '') as typeof own;
    for (const [index, widget] of own.widgets.entries()) {
      const { annotations, ...properties } = after.widgets[index]?.properties ?? {};
      const { annotations: before, ...rest } = widget.properties;
      expect(properties).toEqual(rest);
      const vertical = widget.type === 'metric' ? { vertical: [both[0]] } : {};
      expect(annotations).toEqual(widget.type === 'metric' ? { ...(before as object), ...vertical } : before);
    }
  });

  it('are written again only if something changes', () => {
    const { body: marked } = withMarks(body(chart()), [first]);
    expect(withMarks(marked ?? '', [first])).toEqual({ charts: 1, body: null });
    expect(verticals(withMarks(marked ?? '', [first, second]).body)).toEqual([both]);
    expect(verticals(withMarks(marked ?? '', [second]).body)).toEqual([[both[1]]]);
    expect(verticals(withMarks(marked ?? '', []).body)).toEqual([[]]);
    expect(withMarks(body(chart()), [])).toEqual({ charts: 1, body: null });
  });

  it("leave a person's own marks, bands, lines and settings as they are", () => {
    const deployed = { label: 'deployed', value: '2026-11-27T08:00:00Z', fill: 'after', visible: false };
    const band = [
      { label: 'Garbage Day: not ours', value: '2026-11-26T08:00:00Z' },
      { value: '2026-11-26T09:00:00Z' },
    ];
    const odd = [null, 7, { value: '2026-11-26T09:00:00Z' }, { label: 7 }];
    const horizontal = [{ label: 'threshold', value: 300 }];
    const mine = chart({
      annotations: { horizontal, vertical: [deployed, band, ...odd] },
      title: 'ü',
      stacked: true,
    });
    const { body: marked } = withMarks(body(mine), [first]);
    expect(JSON.parse(marked ?? '')).toEqual({
      start: '-P7D',
      widgets: [
        {
          ...mine,
          properties: {
            ...mine.properties,
            annotations: { horizontal, vertical: [deployed, band, ...odd, both[0]] },
          },
        },
      ],
    });
  });

  it.each([
    ['a text', { type: 'text', properties: { markdown: '# Runbook' } }],
    ['a log', { type: 'log', properties: { query: 'fields @timestamp', view: 'table' } }],
    ['an explorer', { type: 'explorer', properties: { metrics: [] } }],
    ['a number', chart({ view: 'singleValue' })],
    ['a chart of an alarm', chart({ metrics: undefined, annotations: { alarms: ['arn'] } })],
    ['a chart without properties', { type: 'metric' }],
    ['annotations that are a list', chart({ annotations: [] })],
    ['vertical annotations that are not a list', chart({ annotations: { vertical: { label: 'x' } } })],
    ['null', null],
    ['a text in the place of a widget', 'metric'],
  ])('leave %s alone', (_, widget) => {
    expect(withMarks(body(widget), [first])).toEqual({ charts: 0, body: null });
    const { charts, body: marked } = withMarks(body(widget, chart()), [first]);
    expect(charts).toBe(1);
    expect(JSON.parse(marked ?? '').widgets[0]).toEqual(JSON.parse(JSON.stringify(widget)));
  });

  it.each(['', 'not JSON', 'null', '[]', '7', '{}', '{"widgets":null}', '{"widgets":{}}', '{"widgets":[]}'])(
    'are nowhere on %j, which is left as it is',
    (text) => expect(withMarks(text, [first])).toEqual({ charts: 0, body: null }),
  );
});
