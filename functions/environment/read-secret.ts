/** The only reader of SST's links. */
import { Resource } from 'sst/resource';
import { linkedSecret } from './reporting.ts';

/** `null` for a secret that is not set. */
export function secretOf(name: string): string | null {
  if (!(name in Resource)) return null;
  const parsed = linkedSecret.safeParse(Reflect.get(Resource, name));
  return parsed.success ? parsed.data.value : null;
}
