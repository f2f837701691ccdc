/** How one type of resource is created and removed, and what reads its properties. */
import { isRecord, type Plain } from './wire.ts';

export type Kind = {
  /** Outputs beside the inputs; `id` where it is not the name. */
  readonly create: (inputs: Plain, name: string) => Promise<Plain>;
  /** `state`: inputs and outputs. */
  readonly remove: (state: Plain, id: string) => Promise<unknown>;
};

/** By Pulumi's type. */
export type Kinds = Readonly<Record<string, Kind>>;

/** Empty where there is none. */
export function list(value: unknown): readonly Plain[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The inner properties; empty where there are none. */
export function inner(value: unknown): Plain {
  return isRecord(value) ? value : {};
}

/** Names as in AWS's API: `scheduleExpression` is `ScheduleExpression`. */
export function pascal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascal);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [`${key[0]?.toUpperCase()}${key.slice(1)}`, pascal(each)]),
  );
}

/** `{ stage: 'dev' }` as AWS takes it. */
export function keyValues(value: unknown): readonly Plain[] {
  return Object.entries(inner(value)).map(([Key, Value]) => ({ Key, Value }));
}
