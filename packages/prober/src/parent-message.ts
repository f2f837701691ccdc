/** Checks what arrives over the IPC channel. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Journey } from '@garbageday/core/probe/journey.ts';
import type { Transport } from './http/transport.ts';
import type { ProberStart, ProberStop } from './messages.ts';

/** Parses a message. Throws a UsageError that names the first wrong field. */
export function parseParentMessage(message: unknown): ProberStart | ProberStop {
  const kind = field(message, 'kind');
  if (kind === 'stop') return { kind };
  if (kind !== 'start') throw new UsageError('expected a "start" or a "stop" message');
  return {
    kind,
    service: text(message, 'service'),
    journey: journey(message, 'journey'),
    vantage: text(message, 'vantage'),
    baseUrl: httpUrl(message, 'baseUrl'),
    ratePerSecond: positive(message, 'ratePerSecond'),
    latencyThresholdMs: positive(message, 'latencyThresholdMs'),
    timeoutMs: positive(message, 'timeoutMs'),
    seed: text(message, 'seed'),
    sliceSeconds: positive(message, 'sliceSeconds'),
    seq: sequence(message, 'seq'),
    ...anchor(message, 'anchorMs'),
    ...secrets(message, 'secrets'),
    ...transport(message, 'transport'),
    ...optional(message, 'pulseMs'),
    ...optional(message, 'maxInFlight'),
  };
}

/** The parent took it from a checked configuration, so only enough is checked to refuse a stranger's message. */
function journey(message: unknown, name: string): Journey {
  const value = field(message, name);
  return isJourney(value) ? value : refuse(name, 'a journey', value);
}

/** Checks enough of it to run it. */
export function isJourney(value: unknown): value is Journey {
  const [role, steps] = [field(value, 'role'), field(value, 'steps')];
  const hasSteps = Array.isArray(steps) && steps.length > 0 && steps.every(isStep);
  return isText(field(value, 'name')) && (role === 'judge' || role === 'load') && hasSteps;
}

function isStep(value: unknown): boolean {
  return (
    isText(field(value, 'name')) && isText(field(value, 'path')) && Array.isArray(field(value, 'expect'))
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function text(message: unknown, name: string): string {
  const value = field(message, name);
  return isText(value) ? value : refuse(name, 'a text', value);
}

function httpUrl(message: unknown, name: string): string {
  const value = text(message, name);
  const protocol = URL.canParse(value) ? new URL(value).protocol : '';
  return /^https?:$/.test(protocol) ? value : refuse(name, 'an http or https address', value);
}

function positive(message: unknown, name: string): number {
  const value = field(message, name);
  const isPositive = typeof value === 'number' && Number.isFinite(value) && value > 0;
  return isPositive ? value : refuse(name, 'a number above 0', value);
}

function sequence(message: unknown, name: string): number {
  const value = field(message, name) ?? 0;
  const isSequence = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  return isSequence ? value : refuse(name, 'an integer from 0', value);
}

function anchor(message: unknown, name: 'anchorMs'): Pick<ProberStart, 'anchorMs'> {
  const value = field(message, name);
  if (value === undefined) return {};
  const isTime = typeof value === 'number' && Number.isFinite(value);
  return { anchorMs: isTime ? value : refuse(name, 'a number', value) };
}

function optional<Name extends 'pulseMs' | 'maxInFlight'>(message: unknown, name: Name) {
  return field(message, name) === undefined ? {} : { [name]: positive(message, name) };
}

/** Comes from our own parent process. It may hold a key, so errors do not quote it. */
function transport(message: unknown, name: 'transport'): Pick<ProberStart, 'transport'> {
  const value = field(message, name);
  if (value === undefined) return {};
  if (isTransport(value)) return { transport: value };
  throw new UsageError(`the start message needs a way to reach the server as "${name}"`);
}

function isTransport(value: unknown): value is Transport {
  const proxies = field(value, 'proxies');
  return (
    typeof field(value, 'isInsecure') === 'boolean' &&
    typeof field(value, 'isHttp2') === 'boolean' &&
    typeof field(value, 'mostRedirects') === 'number' &&
    typeof proxies === 'object' &&
    proxies !== null &&
    [null, 'world', 'loopback'].some((reach) => reach === field(value, 'reach')) &&
    ['ca', 'certificate'].every((key) => field(value, key) !== undefined)
  );
}

/** Errors do not quote a secret. */
function secrets(message: unknown, name: 'secrets'): Pick<ProberStart, 'secrets'> {
  const value = field(message, name);
  if (value === undefined) return {};
  const isObject = typeof value === 'object' && value !== null;
  const values: readonly (readonly [string, unknown])[] = isObject ? Object.entries(value) : [];
  const texts = values.flatMap(([key, text]) => (isText(text) ? [[key, text] as const] : []));
  if (!isObject || texts.length < values.length)
    throw new UsageError(`the start message needs a text for each of "${name}"`);
  return { secrets: Object.fromEntries(texts) };
}

function field(message: unknown, name: string): unknown {
  if (typeof message !== 'object' || message === null) return undefined;
  return Reflect.get(message, name);
}

function refuse(name: string, wanted: string, value: unknown): never {
  throw new UsageError(`the start message needs ${wanted} as "${name}", not ${JSON.stringify(value)}`);
}
