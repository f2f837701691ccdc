/** What a person may do from the page; what carries it out is handed in. */

export type KillWish = {
  /** null: chance chooses one of those that there are. */
  readonly group: string | null;
  /** null: chance chooses within the group. */
  readonly instanceId: string | null;
  /** A dry run shows what the gate would say. */
  readonly mode: 'dry-run' | 'armed';
};

/** How it ended; `text` is for a person: a refusal has its numbers. */
export type KillAnswer = {
  readonly kind: 'completed' | 'refused' | 'aborted' | 'dry-run' | 'unfinished';
  readonly text: string;
};

/** Each may throw a `UsageError`, whose message is shown. */
export type Hands = {
  readonly kill: (wish: KillWish) => Promise<KillAnswer>;
  readonly halt: (reason: string) => Promise<void>;
  readonly resume: () => Promise<void>;
};

/** Null for what is not a wish. */
export function readKillWish(body: unknown): KillWish | null {
  const {
    group = null,
    instanceId = null,
    mode,
  }: Partial<Record<keyof KillWish, unknown>> = { ...objectOf(body) };
  if (!isName(group) || !isName(instanceId) || (mode !== 'dry-run' && mode !== 'armed')) return null;
  // An instance is looked for in a group.
  return group === null && instanceId !== null ? null : { group, instanceId, mode };
}

const longestReason = 200;

/** Null for what is not a reason. */
export function readReason(body: unknown): string | null {
  const { reason }: { reason?: unknown } = { ...objectOf(body) };
  if (typeof reason !== 'string' || reason.trim() === '' || reason.length > longestReason) return null;
  return reason.trim();
}

function objectOf(body: unknown): object {
  return typeof body === 'object' && body !== null ? body : {};
}

function isName(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && value !== '' && value.length <= 255);
}
