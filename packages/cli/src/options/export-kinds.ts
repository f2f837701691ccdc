/** What `garbageday export` makes. */
export const exportKinds = ['prometheus-rules', 'grafana', 'datadog'] as const;

export type ExportKind = (typeof exportKinds)[number];
