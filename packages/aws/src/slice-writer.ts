/** The part of the ledger that the probe and the users need: it can only write slices. */

import type { Ledger } from '@garbageday/core/ports.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { encodeSlice } from '@garbageday/core/probe/slice-codec.ts';
import { keptMs } from '@garbageday/core/time/durations.ts';
import { calling } from './aws-error.ts';
import { sliceKey, ttlAttribute } from './contract/ledger-keys.ts';
import type { Item, ItemTable } from './dynamo-items.ts';
import { putOnce } from './table.ts';

/** A conditional put under the slice's key: done once, and a repeat changes nothing. */
export function dynamoSliceWriter(at: ItemTable): Pick<Ledger, 'putSlice'> {
  return {
    putSlice: (slice) =>
      calling(`writing to the ledger ${at.table}`, async () => {
        await putOnce(at, sliceKey(slice), sliceItem(slice));
      }),
  };
}

/** A slice's attributes, besides its key. */
export function sliceItem(slice: Slice): Item {
  const expiresAt = Math.floor((slice.startMs + keptMs) / 1_000);
  return { slice: { B: encodeSlice(slice) }, [ttlAttribute]: { N: `${expiresAt}` } };
}
