/** Calls of AWS's APIs by their protocols, unsigned: emulators look at the scope of a signature and at nothing else. */
import { account, region } from '../world/place.ts';
import { isRecord, type Plain } from './wire.ts';

type Request = {
  readonly service: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};

async function send({ service, method = 'POST', path = '/', headers = {}, body }: Request): Promise<string> {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  if (endpoint === undefined) throw new Error('no AWS_ENDPOINT_URL: nothing here calls AWS');
  const scope = `${account}/20260101/${region}/${service}/aws4_request`;
  const response = await fetch(`${endpoint}${path}`, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
  const said = await response.text();
  if (!response.ok)
    throw new Error(`${method} ${path} of ${service}: HTTP ${response.status} ${said.slice(0, 600)}`);
  return said;
}

/** AWS's JSON protocols. `target`: `AmazonSSM.PutParameter`. */
export async function json(service: string, target: string, input: object, version = '1.1'): Promise<Plain> {
  const said = await send({
    service,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target },
    body: JSON.stringify(input),
  });
  return parsed(said);
}

/** REST with JSON. */
export async function rest(service: string, method: string, path: string, input?: object): Promise<Plain> {
  const body = input === undefined ? {} : { body: JSON.stringify(input) };
  return parsed(
    await send({ service, method, path, headers: { 'content-type': 'application/json' }, ...body }),
  );
}

/** REST with whatever S3 takes. */
export async function s3(method: string, path: string, body?: string | Buffer): Promise<string> {
  const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  return send({ service: 's3', method, path, headers, ...(body === undefined ? {} : { body }) });
}

/** Of the services that speak AWS's query protocol, the version of their API. */
const versions = {
  autoscaling: '2011-01-01',
  ec2: '2016-11-15',
  elasticloadbalancing: '2015-12-01',
  iam: '2010-05-08',
} as const;

/** AWS's query protocol; answers with XML. */
export async function query(service: keyof typeof versions, Action: string, input: Plain): Promise<string> {
  const form = new URLSearchParams({ Action, Version: versions[service] });
  for (const [key, value] of Object.entries(input))
    flatten(form, key, value, service === 'ec2' ? '' : '.member');
  return send({
    service,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
}

/** `Tags: [{ Key: 'a' }]` is `Tags.member.1.Key=a`; EC2 goes without `member`. */
function flatten(form: URLSearchParams, key: string, value: unknown, list: string): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) flatten(form, `${key}${list}.${index + 1}`, each, list);
  } else if (isRecord(value)) {
    for (const [inner, each] of Object.entries(value)) flatten(form, `${key}.${inner}`, each, list);
  } else form.append(key, String(value));
}

/** Every such element of an answer. */
export function elements(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, inside = '']) => inside);
}

/** The first. */
export function element(xml: string, name: string): string {
  const [found] = elements(xml, name);
  if (found === undefined) throw new Error(`no ${name} in ${xml.slice(0, 400)}`);
  return found;
}

function parsed(said: string): Plain {
  if (said === '') return {};
  const answer: unknown = JSON.parse(said);
  return isRecord(answer) ? answer : {};
}
