/** The addresses of a probe as tiles: none of them can be killed from here. */
import type { PageParts, PageSecond } from '../patch.ts';
import type { Tile } from './tiles.ts';

export type TargetTile = Tile & {
  readonly said: string;
  /** In the last second. */
  readonly isFailing: boolean;
};

/** In the order in which they were typed. */
export function targetTiles(
  journeys: PageParts['journeys'],
  seconds: Readonly<Record<string, readonly PageSecond[]>>,
): readonly TargetTile[] {
  return journeys.map(({ name }) => {
    const last = seconds[name]?.at(-1);
    const place = { group: 'addresses', kind: 'web', slot: name, zone: '' } as const;
    return {
      ...{ ...place, state: 'serving', instance: null, goneSinceMs: null },
      ...{ said: saidOf(last), isFailing: last !== undefined && last.bad > 0 },
    };
  });
}

function saidOf(last: PageSecond | undefined): string {
  if (last === undefined || last.total === 0) return 'no answer yet';
  return last.bad === 0 ? 'answers' : `${last.bad} of ${last.total} fail`;
}
