import type { ReadyCheck } from '../load-balancer.ts';
import type { Slot, Slots } from './slots.ts';

export type HaproxyConfigOptions = {
  readonly port: number;
  readonly statsSocket: string;
  /** Targets known from the start; they count as up until their first check says otherwise. */
  readonly slots: Slots;
  readonly check: ReadyCheck;
};

/** The one backend. */
export const backend = 'web';
/** The server of a slot, by its number from 0. */
export function serverName(number: number): string {
  return `s${number + 1}`;
}
/** The same target again, unchecked, used if no checked one is up. */
export function lastResortName(number: number): string {
  return `last-resort-${number + 1}`;
}
/** Stands in while no target is registered. */
export const nobody = 'nobody';

/** An address that nothing listens on (tcpmux); a server in the configuration must have one. */
const nowhere = '127.0.0.1:1';

function addressOf(slot: Slot): string {
  return slot.kind === 'held' ? `127.0.0.1:${slot.target.port}` : `${nowhere} disabled`;
}

function checkedServer(slot: Slot, number: number): string {
  return `  server ${serverName(number)} ${addressOf(slot)}`;
}

function lastResort(slot: Slot, number: number): string {
  return `  server ${lastResortName(number)} ${addressOf(slot)} backup maxconn 64`;
}

function frontend(port: number): string {
  return `frontend users
  bind 127.0.0.1:${port}
  http-request return status 413 content-type "text/plain; charset=utf-8" string "The request body is larger than 1 MiB.\\n" if { req.body_size gt 1048576 }
  # An id that the web would not accept is replaced, so that each repeat carries the same and is counted once.
  acl has-one-id req.fhdr_cnt(x-request-id) eq 1
  acl has-good-id req.fhdr(x-request-id) -m reg ^[A-Za-z0-9._:-]{1,64}$
  http-request set-header X-Request-ID %[uuid] unless has-one-id has-good-id
  http-request set-header X-Forwarded-Proto http
  # RFC 9110 section 7.6.1; HAProxy sees to Connection, Upgrade and Transfer-Encoding itself.
  http-request del-header Keep-Alive
  http-request del-header Proxy-Connection
  http-request del-header Proxy-Authorization
  http-request del-header TE
  http-request del-header Trailer
  http-response del-header Keep-Alive
  http-response del-header Proxy-Authenticate
  # The others are idempotent by RFC 9110 section 9.2.2, or carry a request id under which the web counts them once.
  http-request disable-l7-retry unless { method GET HEAD OPTIONS TRACE PUT DELETE POST }
  default_backend ${backend}`;
}

const accepted: Readonly<Record<ReadyCheck['accepts'], string>> = {
  '200': 'status 200',
  '2xx': 'rstatus ^2',
  'below-500': 'rstatus ^[1-4]',
};

function servers(slots: Slots, { path, accepts }: ReadyCheck): string {
  return `backend ${backend}
  # Of two at random the less busy one. Not leastconn: with it a refused connection waits 500 ms before the next try.
  balance random(2)
  option forwardfor
  # A request is sent again only if it was held whole (up to 16 KB); here, so that 413 need not wait for a body.
  option http-buffer-request
  # A chunked body has no size until it has ended. It must end within the buffer (16 KB, of which 1 KB is kept free), with
  # the headers that lie there, too; otherwise nobody knows whether it ever does.
  http-request set-var(txn.headers) req.hdrs,length
  http-request set-var(txn.held) req.body_len,add(txn.headers)
  http-request return status 413 content-type "text/plain; charset=utf-8" string "A chunked request must not be longer than 12 KiB; name its Content-Length.\\n" if { req.fhdr(transfer-encoding) -m found } { var(txn.held) -m int gt 12288 }
  option httpchk GET '${path}'
  # Any other answer means "not now": nothing new is sent, and what is in flight may finish (as disable-on-404 does).
  http-check expect error-status L7OKC ${accepted[accepts]}
  # When all have fallen silent they are likelier too busy than hung, and are asked all the same. One that refuses is
  # tried again after 500 ms, six times: so a request waits 3 s for the first target to come up.
  option allbackups
${slots.map(lastResort).join('\n')}
  server ${nobody} ${nowhere} backup${slots.some(({ kind }) => kind === 'held') ? ' disabled' : ''}
  # More at once than one web works on waits in a queue, so that a slow web is not buried. Not "on-marked-down
  # shutdown-sessions": it hangs up on clients whose request was just being sent again (2.6: one or two for each kill).
  default-server maxconn 64 check inter 200ms fastinter 100ms downinter 200ms fall 2 rise 1 observe layer4 error-limit 1 on-error mark-down
${slots.map(checkedServer).join('\n')}`;
}

/**
 * The configuration of one HAProxy process (2.2 or later). The settings were found by killing web servers under load. A
 * hanging web server is given up on after the response timeout, and the request is sent elsewhere; the timeout is
 * longer than a database failover, which is waited for and not retried.
 */
export function haproxyConfig({ port, statsSocket, slots, check }: HaproxyConfigOptions): string {
  return `global
  maxconn 2000
  nbthread 1
  hard-stop-after 13s
  stats socket '${statsSocket}' mode 600 level admin
  stats timeout 10s
defaults
  mode http
  timeout connect 500ms
  timeout client 75s
  timeout server 4s
  timeout http-request 10s
  timeout http-keep-alive 65s
  timeout queue 12s
  timeout check 1s
  retries 6
  option redispatch 1
  retry-on conn-failure empty-response response-timeout junk-response 503
  option http-keep-alive
  http-reuse safe
  http-error status 503 content-type "text/plain; charset=utf-8" string "No web instance is in service.\\n" hdr Retry-After 1
${frontend(port)}
${servers(slots, check)}
`;
}
