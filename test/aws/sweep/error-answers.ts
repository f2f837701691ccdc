/** AWS's documents for the errors of the sweep, by protocol, as the SDK's parsers expect them. */
import type { Reply } from '../emulators/start-gateway.ts';
import type { Protocol } from './call-names.ts';

export type ErrorKind = 'failed' | 'throttled' | 'denied';

type Code = readonly [status: number, code: string];

const codes: Readonly<Record<ErrorKind, Readonly<Record<Protocol, Code>>>> = {
  failed: {
    json: [500, 'InternalServerError'],
    ec2: [500, 'InternalError'],
    query: [500, 'InternalFailure'],
    rest: [500, 'ServiceException'],
  },
  throttled: {
    json: [400, 'ThrottlingException'],
    ec2: [503, 'RequestLimitExceeded'],
    query: [400, 'Throttling'],
    rest: [429, 'TooManyRequestsException'],
  },
  denied: {
    json: [400, 'AccessDeniedException'],
    ec2: [403, 'UnauthorizedOperation'],
    query: [403, 'AccessDenied'],
    rest: [403, 'AccessDeniedException'],
  },
};

export function errorReply(kind: ErrorKind, protocol: Protocol): Reply {
  const [status, code] = codes[kind][protocol];
  const message = `the sweep: ${kind}`;
  switch (protocol) {
    case 'json':
      return reply(status, 'application/x-amz-json-1.1', JSON.stringify({ __type: `aws#${code}`, message }));
    case 'rest':
      return reply(status, 'application/json', JSON.stringify({ message }), { 'x-amzn-errortype': code });
    case 'ec2':
      return reply(
        status,
        'text/xml',
        `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r</RequestID></Response>`,
      );
    case 'query':
      return reply(
        status,
        'text/xml',
        `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
      );
    default:
      return protocol satisfies never;
  }
}

function reply(status: number, type: string, body: string, more: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': type, ...more }, body: Buffer.from(body) };
}
