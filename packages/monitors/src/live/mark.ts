/** The experiment in whose time something was measured, when, and the measured value: an exemplar to be. */
export type Mark = { readonly experimentId: string; readonly value: number; readonly atMs: number };
