/** How a load reaches its server. Plain JSON, as it is sent to a process. */

export type Transport = {
  /** The certificate authorities to trust instead of Node's, as PEM; `null` for Node's. */
  readonly ca: string | null;
  /** The client certificate for a TLS handshake, as PEM; `null`: none. */
  readonly certificate: { readonly cert: string; readonly key: string } | null;
  /** Certificates are not checked. */
  readonly isInsecure: boolean;
  /** Whether to use HTTP/2 instead of HTTP/1.1; not through a proxy. */
  readonly isHttp2: boolean;
  /** How many redirects in a row are followed; 0: none, a redirect is an answer. */
  readonly mostRedirects: number;
  /** `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`, in upper case, as in an environment; empty: no proxy. */
  readonly proxies: Readonly<Record<string, string>>;
  /** Where connections may lead; `null`: anywhere, even to a cloud's metadata addresses. */
  readonly reach: Reach | null;
};

/** `world`: any address except a cloud's metadata; `loopback`: this machine only. */
export type Reach = 'world' | 'loopback';

/** No certificates, no redirects, no proxies. */
export const plainTransport: Transport = {
  ca: null,
  certificate: null,
  isInsecure: false,
  isHttp2: false,
  mostRedirects: 0,
  proxies: {},
  reach: null,
};
