/** Tells a listener what has happened. One that fails is warned about, and changes nothing: it has happened already. */
export function telling<Told extends readonly unknown[]>(
  listener: (...told: Told) => void,
): (...told: Told) => void {
  return (...told) => {
    try {
      listener(...told);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  };
}
