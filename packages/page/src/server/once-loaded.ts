/** The client's files, read when someone first asks for them. */
import type { clientFiles } from './client-files.ts';

/** A failure is not kept: the next one who asks tries again. */
export function onceLoaded(load: typeof clientFiles): typeof clientFiles {
  let loaded: ReturnType<typeof clientFiles> | null = null;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = null;
      throw error;
    });
    return loaded;
  };
}
