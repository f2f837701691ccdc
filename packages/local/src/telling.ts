/** Notifies a listener of what has happened. If it fails, a warning is printed once, and nothing else changes. */
export function telling<Told extends readonly unknown[]>(
  listener: (...told: Told) => void,
): (...told: Told) => void {
  let hasWarned = false;
  return (...told) => {
    try {
      listener(...told);
    } catch (error) {
      if (!hasWarned) process.emitWarning(error instanceof Error ? error : String(error));
      hasWarned = true;
    }
  };
}
