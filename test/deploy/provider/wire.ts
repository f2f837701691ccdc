/** Values as the engine sends them to a provider (pulumi/sdk: `specialSigKey`), made plain. */
import { readFile } from 'node:fs/promises';

export type Plain = Readonly<Record<string, unknown>>;

const signature = '4dabf18193072939515e22adb298388d';
const secret = '1b47061264138c4ac30d75fd1eb44270';
const output = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
/** Assets, and archives: a zip is a file like others. */
const files = new Set<unknown>(['c44067f5952c0a294b673a41bacd8c17', '0def7320c3a5731c473e5ecbe6d01bc7']);

/** Secrets and outputs unwrapped; assets stay as they are. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  if (value[signature] === secret || value[signature] === output) return plain(value['value']);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

export function plainRecord(value: unknown): Plain {
  const made = plain(value);
  if (!isRecord(made)) throw new Error(`not an object: ${JSON.stringify(value)}`);
  return made;
}

/** What an asset holds: a file, a text, or what is to be had elsewhere. */
export async function bytesOf(value: unknown): Promise<Buffer> {
  if (isRecord(value) && files.has(value[signature])) {
    if (typeof value['path'] === 'string' && value['path'] !== '') return readFile(value['path']);
    if (typeof value['text'] === 'string') return Buffer.from(value['text']);
    if (typeof value['uri'] === 'string' && value['uri'] !== '') return download(value['uri']);
  }
  throw new Error(`no file, no text, no address: ${JSON.stringify(value)?.slice(0, 200)}`);
}

async function download(uri: string): Promise<Buffer> {
  const response = await fetch(uri);
  if (!response.ok) throw new Error(`${uri}: HTTP ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
