/** The ledger's unplanned losses, in its SQLite file. */
import { lossCodec } from '@garbageday/core/chaos/kept-records.ts';
import type { RecordedLoss } from '@garbageday/core/chaos/loss.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import type { LedgerFile, Row } from './ledger-file/open-ledger-file.ts';

export type LossLedger = Pick<Ledger, 'watchLosses' | 'recordLoss' | 'recordWhole' | 'losses'>;

export function localLosses(file: LedgerFile): LossLedger {
  return {
    watchLosses: async (sinceMs) => {
      file.write('INSERT INTO losses_watched VALUES (1, ?) ON CONFLICT DO NOTHING', sinceMs);
    },
    recordLoss: async (loss) => {
      file.write(
        'INSERT INTO losses VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        loss.instanceId,
        loss.atMs,
        lossCodec.encode(loss),
      );
    },
    recordWhole: async (loss, atMs) => {
      const insert = 'INSERT INTO made_whole VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
      file.write(insert, loss.instanceId, loss.atMs, atMs);
    },
    losses: async ({ fromMs, toMs }) => {
      const sinceMs = file.read('SELECT since_ms FROM losses_watched')[0]?.['since_ms'];
      if (sinceMs === undefined) return null;
      const rows = file.read(
        `SELECT loss, made_whole.at_ms AS whole_at_ms FROM losses LEFT JOIN made_whole
         ON made_whole.instance_id = losses.instance_id AND made_whole.lost_at_ms = losses.at_ms
         WHERE losses.at_ms >= ? AND losses.at_ms < ? ORDER BY losses.at_ms, losses.instance_id`,
        fromMs,
        toMs,
      );
      return { sinceMs: Number(sinceMs), losses: rows.map(toLoss) };
    },
  };
}

function toLoss(row: Row): RecordedLoss {
  const wholeAtMs = row['whole_at_ms'];
  return {
    ...lossCodec.decode(String(row['loss'])),
    wholeAtMs: typeof wholeAtMs === 'number' ? wholeAtMs : null,
  };
}
