/** Which program keeps the data: a real mongod when there is one, else the embedded stand-in. */
import { UsageError } from '@garbageday/core/errors.ts';
import { findMongod, type Mongod } from './find-mongod.ts';

export type DataProgram = { readonly kind: 'mongolite' } | ({ readonly kind: 'mongod' } & Mongod);

/** Throws `UsageError` when mongod is asked for and there is none that runs. */
export async function chooseDataProgram(
  choice: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<DataProgram> {
  if (choice === 'mongolite') return { kind: 'mongolite' };
  const mongod = await findMongod(environment);
  if (mongod !== null) return { kind: 'mongod', ...mongod };
  if (choice === 'auto') return { kind: 'mongolite' };
  throw new UsageError(
    'no working mongod was found (GARBAGEDAY_MONGOD, PATH, ~/.cache/mongodb-binaries); install it, or use --data mongolite',
  );
}

/** How reports name it, so that nobody takes the stand-in for the real thing. */
export function describeDataProgram(program: DataProgram): string {
  return program.kind === 'mongod'
    ? `MongoDB ${program.version}`
    : 'mongolite (embedded stand-in, not MongoDB)';
}
