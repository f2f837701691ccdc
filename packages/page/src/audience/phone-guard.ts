/** Who may ask what at the listener of the audience: anyone who has read the code on the screen, for what one button does. */
import { type Asked, askedWrongly, type Forbidden, securityHeaders } from '../server/guard.ts';
import type { Admission } from './audience.ts';

export type PhoneForbidden = Forbidden & {
  /** For the phone's page: what to show. */
  readonly reason: 'asked-wrongly' | Exclude<Admission, 'admitted'>;
};

export const audienceHeader = 'x-garbageday-audience';

/** What a phone gets that has no token yet: the page, and nothing about the service. */
const openPaths: readonly (string | undefined)[] = ['/', '/phone.js', '/phone.css', '/icon.svg'];

type Guarded = {
  /** `192.168.1.7:43210`: its own address, and no other name for it. */
  readonly host: string;
  readonly admits: (token: string) => Admission;
};

/** Null: go ahead. */
export function phoneForbidden(
  asked: Asked & { readonly url?: string | undefined },
  { host, admits }: Guarded,
): PhoneForbidden | null {
  // The code may have been followed from anywhere, and a page without its token is worth nothing.
  const isOpen = asked.method === 'GET' && openPaths.includes(asked.url);
  const wrong = askedWrongly(asked, { hosts: [host], sites: isOpen ? null : ['same-origin'] });
  if (wrong !== null) return { ...wrong, reason: 'asked-wrongly' };
  if (isOpen) return null;
  const given = asked.headers[audienceHeader];
  return refusalOf(admits(typeof given === 'string' ? given : ''));
}

function refusalOf(admission: Admission): PhoneForbidden | null {
  switch (admission) {
    case 'admitted':
      return null;
    case 'off':
      return { status: 403, message: 'the presenter has switched this off', reason: 'off' };
    case 'expired':
      return {
        status: 403,
        message: 'this code is not valid; scan the one on the screen',
        reason: 'expired',
      };
    default:
      return admission satisfies never;
  }
}

/** Without the one that browsers ignore, and complain about, without TLS. */
export const phoneHeaders: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(securityHeaders).filter(([name]) => name !== 'cross-origin-opener-policy'),
);
