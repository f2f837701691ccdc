/** The environment of the marks. */
import * as z from 'zod/mini';
import type { specs } from '../specs.ts';
import { name } from './read-environment.ts';
import type { ShapeOf } from './variables-of.ts';

export const marksEnvironment = z.object({
  LEDGER_TABLE: name,
  /** Absent where kills are not marked there. */
  DASHBOARD: z.optional(name),
} satisfies ShapeOf<typeof specs.marks>);
