/** Panels in Grafana's JSON model, in rows of 24 columns. */

export type Threshold = { readonly color: string; readonly value: number | null };

export type PanelPlan = {
  readonly type: 'stat' | 'state-timeline' | 'timeseries';
  readonly title: string;
  readonly description: string;
  /** One of Grafana's ids: `s`, `reqps`, `percentunit`, `none`. */
  readonly unit: string;
  readonly queries: readonly (readonly [legend: string, expr: string])[];
  /** Ascending; the first has no value. */
  readonly thresholds?: readonly Threshold[];
  /** As lines across the chart. */
  readonly areThresholdsShown?: true;
  readonly hasExemplars?: true;
};

type Unplaced = ReturnType<typeof panel>;

export type GrafanaPanel = Unplaced & {
  readonly id: number;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
};

/** Which Prometheus: the variable of the dashboard. */
export const chosenDataSource = { type: 'prometheus', uid: '$datasource' };

const plain: readonly Threshold[] = [{ color: 'green', value: null }];

export function panel(plan: PanelPlan) {
  const { type, title, description, unit, queries, thresholds = plain, hasExemplars = false } = plan;
  return {
    ...{ type, title, description, datasource: chosenDataSource },
    targets: queries.map(([legendFormat, expr], index) => ({
      ...{ refId: String.fromCodePoint(65 + index), datasource: chosenDataSource, expr, legendFormat },
      ...{ range: type !== 'stat', instant: type === 'stat', exemplar: hasExemplars },
    })),
    fieldConfig: {
      defaults: {
        ...{ unit, thresholds: { mode: 'absolute', steps: thresholds } },
        color: { mode: type === 'stat' ? 'thresholds' : 'palette-classic' },
        custom: plan.areThresholdsShown === true ? { thresholdsStyle: { mode: 'dashed' } } : {},
      },
      overrides: [],
    },
    options: options[type],
  };
}

const legend = { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] };
const tooltip = { mode: 'multi', sort: 'desc' };

const options: Readonly<Record<PanelPlan['type'], object>> = {
  timeseries: { legend, tooltip },
  'state-timeline': { legend, tooltip, showValue: 'never', rowHeight: 0.9, mergeValues: true },
  stat: {
    ...{ graphMode: 'none', colorMode: 'value', justifyMode: 'auto', textMode: 'value_and_name' },
    ...{ wideLayout: true, orientation: 'auto', reduceOptions: { calcs: ['lastNotNull'], values: false } },
  },
};

export type Row = { readonly height: number; readonly panels: readonly Unplaced[] };

const columns = 24;

/** Rows below each other; the panels of one share its width. */
export function rowsOf(rows: readonly Row[]): readonly GrafanaPanel[] {
  let [y, id] = [0, 0];
  return rows.flatMap(({ height, panels }) => {
    const w = Math.floor(columns / panels.length);
    const placed = panels.map((each, index) => {
      id += 1;
      return { ...each, id, gridPos: { x: index * w, y, w, h: height } };
    });
    y += height;
    return placed;
  });
}
