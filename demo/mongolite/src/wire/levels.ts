/** How deeply documents and arrays nest, found without recursion: a request must not exhaust the stack. */
import { isDocument } from './document.ts';

function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isDocument(value) ? Object.values(value) : [];
}

function isContainer(value: unknown): boolean {
  return Array.isArray(value) || isDocument(value);
}

/** True if `value`, itself the first level, has more than `levels` levels. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level = [value].filter(isContainer);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((container) => childrenOf(container).filter(isContainer));
  }
  return false;
}
