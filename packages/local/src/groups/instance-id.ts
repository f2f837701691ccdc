import type { Random } from '@garbageday/core/ports.ts';

/** An id as EC2 gives them: `i-` and 17 hexadecimal digits. The same seed gives the same ids in the same order. */
export function nextInstanceId(random: Random): string {
  return `i-${Array.from({ length: 17 }, () => random.below(16).toString(16)).join('')}`;
}
