/** One server as `show servers state` tells of it. */
export type ServerState = {
  readonly name: string;
  readonly port: number;
  /** Neither in maintenance nor draining: requests may be sent once its checks pass. */
  readonly isAllowed: boolean;
  /** Allowed, up, and checked at least once since it came. */
  readonly isInService: boolean;
};

/** srv_op_state: 0 stopped, 1 starting, 2 running, 3 stopping (no new requests). */
const running = 2;
/** Bits of srv_admin_state: in maintenance (forced, inherited, by DNS), draining (forced, inherited). */
const keptOutBits = 0x01 | 0x02 | 0x20 | 0x08 | 0x10;
/** srv_check_status: 0 unknown, 1 initializing; higher ones are results. */
const initializing = 1;

const stateOf = (columns: ReadonlyMap<string, string>): ServerState => {
  const numberIn = (column: string): number => Number(columns.get(column) ?? Number.NaN);
  const isAllowed = (numberIn('srv_admin_state') & keptOutBits) === 0;
  const isUp = numberIn('srv_op_state') === running && numberIn('srv_check_status') > initializing;
  return {
    name: columns.get('srv_name') ?? '',
    port: numberIn('srv_port'),
    isAllowed,
    isInService: isAllowed && isUp,
  };
};

/**
 * Reads the answer to `show servers state <backend>`: a version line, a `#` line with the names of the columns, one
 * line per server. Source: HAProxy management guide §9.3, "show servers state".
 */
export const parseServerStates = (text: string): readonly ServerState[] => {
  const lines = text.split('\n').map((line) => line.trim());
  const start = lines.findIndex((line) => line.startsWith('#'));
  const names = lines[start]?.slice(1).trim().split(' ');
  if (names === undefined) return [];
  return lines
    .slice(start + 1)
    .filter((line) => line !== '')
    .map((line) => {
      const values = line.split(' ');
      return stateOf(new Map(names.map((name, column) => [name, values[column] ?? ''])));
    });
};
