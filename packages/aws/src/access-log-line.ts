/** One request of an Application Load Balancer's access log. */

export type LoggedRequest = {
  /** When the load balancer answered, epoch milliseconds. */
  readonly atMs: number;
  /** What the user got, whether from a target or from the load balancer itself. */
  readonly status: number;
  /** From the request's arrival to the end of the answer. */
  readonly latencyMs: number;
};

/**
 * The first nine fields: type, time, load balancer, client, target, three processing times in seconds, and the status
 * (Application Load Balancers, "Access log entries").
 */
const beginning =
  /^(?:https?|h2|grpcs|wss?) (\S+) \S+ \S+ \S+ (-1|\d+(?:\.\d+)?) (-1|\d+(?:\.\d+)?) (-1|\d+(?:\.\d+)?) (\d{3}) /;

/**
 * The priority of the rule and the time at which the request arrived, between two texts in quotation marks. A user's own
 * text cannot look like it: AWS escapes the quotation marks in it.
 */
const arrival = /" -?\d+ (\d{4}-\d\d-\d\dT[\d:.]+Z) "/;

/** `null` for a line that is not an entry. */
export function parseAccessLogLine(line: string): LoggedRequest | null {
  const found = beginning.exec(line);
  if (found === null) return null;
  const [, time = '', ...rest] = found;
  const [request = 0, target = 0, response = 0, status] = rest.map(Number);
  const atMs = Date.parse(time);
  if (!Number.isFinite(atMs) || status === undefined) return null;
  const times = [request, target, response];
  return { atMs, status, latencyMs: times.includes(-1) ? waitedMs(line, atMs, times) : sumMs(times) };
}

/**
 * -1 is the time of a part that never ended: no target was chosen or answered, or the user gave up. The load balancer or
 * the user may have waited for a minute then, which only the time of arrival tells.
 */
function waitedMs(line: string, atMs: number, times: readonly number[]): number {
  const arrivedMs = Date.parse(arrival.exec(line)?.[1] ?? '');
  return Number.isFinite(arrivedMs) ? Math.max(0, atMs - arrivedMs) : sumMs(times);
}

function sumMs(times: readonly number[]): number {
  return times.reduce((sum, seconds) => sum + Math.max(0, seconds) * 1_000, 0);
}
