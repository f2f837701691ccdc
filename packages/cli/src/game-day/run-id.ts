/** `20261123-163012-tuesday`: sorts by time, and names the seed. */
export function runIdOf(seed: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${stamp}-${seed}`;
}
