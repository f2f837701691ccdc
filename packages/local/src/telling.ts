/** Tells a listener what has happened. One that fails is warned about, once, and changes nothing: it has happened already. */
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
