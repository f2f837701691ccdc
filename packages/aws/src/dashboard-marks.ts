/**
 * Kills as vertical annotations in the body of a dashboard (CloudWatch API Reference, "Dashboard body structure and syntax"). Whatever
 * else is in it stays as it is. Pure.
 */

export type DashboardMark = { readonly label: string; readonly atMs: number };

/** By its beginning a mark of ours is told from one of a person. */
export const markPrefix = 'Garbage Day: ';

/** Red, as CloudWatch has it in its own palette. */
const color = '#d62728';

export type Marked = {
  /** Charts over time, which are all that can be marked. */
  readonly charts: number;
  /** `null`: it has these marks already. */
  readonly body: string | null;
};

/** Every chart over time has these marks of ours and no others. */
export function withMarks(body: string, marks: readonly DashboardMark[]): Marked {
  const dashboard = parsed(body);
  const widgets = isObject(dashboard) ? dashboard['widgets'] : null;
  if (!isObject(dashboard) || !Array.isArray(widgets)) return { charts: 0, body: null };
  const own = marks.toSorted((a, b) => a.atMs - b.atMs).map(annotationOf);
  let charts = 0;
  const marked = widgets.map((widget: unknown) => {
    const changed = markedChart(widget, own);
    if (changed === null) return widget;
    charts += 1;
    return changed;
  });
  const written = JSON.stringify({ ...dashboard, widgets: marked });
  return { charts, body: written === JSON.stringify(dashboard) ? null : written };
}

/** What is not JSON has no charts. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function annotationOf({ label, atMs }: DashboardMark): Fields {
  return { label: `${markPrefix}${label}`, value: new Date(atMs).toISOString(), color };
}

/** `null`: it is not a chart over time, or not as CloudWatch has them. */
function markedChart(widget: unknown, own: readonly Fields[]): Fields | null {
  if (!isObject(widget) || widget['type'] !== 'metric') return null;
  const { properties } = widget;
  if (!isObject(properties) || !Array.isArray(properties['metrics'])) return null;
  const { view = 'timeSeries', annotations = {} } = properties;
  if (view !== 'timeSeries' || !isObject(annotations)) return null;
  const { vertical: before = [], ...others } = annotations;
  if (!Array.isArray(before)) return null;
  const vertical = [...before.filter((each: unknown) => !isOwn(each)), ...own];
  if (vertical.length === 0 && before.length === 0) return widget;
  return { ...widget, properties: { ...properties, annotations: { ...others, vertical } } };
}

/** A band of a person's is a list of two. */
function isOwn(annotation: unknown): boolean {
  return (
    isObject(annotation) &&
    typeof annotation['label'] === 'string' &&
    annotation['label'].startsWith(markPrefix)
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
