/** Classifies the SDK's errors by their names, which differ between services for the same thing. */

export type AwsErrorCode =
  | 'no-credentials'
  | 'expired-token'
  | 'invalid-credentials'
  | 'no-region'
  | 'unreachable'
  | 'access-denied'
  | 'throttled'
  | 'not-deployed'
  /** Some entries of a batch were accepted, some were not. */
  | 'partial-failure'
  /** An invalid answer: a parameter that is not JSON, a page without its fields. */
  | 'unexpected-answer'
  | 'failed';

export type Recognized = { readonly code: AwsErrorCode; readonly why: string };

type Kind = { readonly code: AwsErrorCode; readonly names: readonly string[]; readonly why: Explain };

type Explain = (said: string, attempts: number) => string;

/** Thrown by credential providers; only the message tells whether a session has expired. */
const providerErrors: readonly string[] = ['CredentialsProviderError', 'TokenProviderError', 'ProviderError'];

/**
 * Names as in each service's list of common errors, and as the SDK's credential providers and HTTP handler throw them.
 */
const kinds: readonly Kind[] = [
  {
    code: 'expired-token',
    names: [
      'ExpiredToken',
      'ExpiredTokenException',
      'TokenRefreshRequired',
      'RequestExpired',
      // IAM Identity Center, about its own session: the portal's API, and the one that refreshes tokens.
      'UnauthorizedException',
      'InvalidGrantException',
    ],
    why: () => 'the AWS session has expired; sign in again (aws sso login, or new temporary credentials)',
  },
  {
    code: 'no-credentials',
    names: providerErrors,
    why: (said) => {
      const profile = /using profile: \[(?<name>[^\]]+)\]/.exec(said)?.groups?.['name'];
      return profile === undefined
        ? 'there are no AWS credentials; sign in (aws sso login), or set AWS_PROFILE'
        : `the AWS profile ${profile} has no credentials; check AWS_PROFILE and the file that it comes from`;
    },
  },
  {
    code: 'invalid-credentials',
    names: [
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'AuthFailure',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'IncompleteSignature',
      'RequestTimeTooSkewed',
      'RequestInTheFuture',
      'NotSignedUp',
      'MissingAuthenticationToken',
      'OptInRequired',
      'SubscriptionRequiredException',
    ],
    why: (said) =>
      `AWS does not accept these credentials here (${said}); check AWS_PROFILE, AWS_REGION and the clock of this machine`,
  },
  {
    code: 'access-denied',
    names: [
      'AccessDenied',
      'AccessDeniedException',
      'UnauthorizedOperation',
      'NotAuthorizedException',
      // Lambda, if it may not use the key of the function's environment; IAM Identity Center, about a role that is not
      // ours.
      'KMSAccessDeniedException',
      'ForbiddenException',
    ],
    why: (said) => `permission denied (${said}); add the permission, or sign in with a role that has it`,
  },
  {
    code: 'throttled',
    names: [
      'Throttling',
      'ThrottlingException',
      'ThrottledException',
      'RequestThrottled',
      'RequestThrottledException',
      'RequestLimitExceeded',
      'EC2ThrottledException',
      'TooManyRequestsException',
      'ProvisionedThroughputExceededException',
      'BandwidthLimitExceeded',
      'PriorRequestNotComplete',
      'SlowDown',
    ],
    why: (_, attempts) =>
      `AWS throttles this account, ${attempts === 1 ? 'at the only attempt' : `after ${attempts} attempts`}; wait a minute and try again`,
  },
  {
    code: 'not-deployed',
    names: [
      'ResourceNotFoundException',
      'ParameterNotFound',
      'ResourceNotFound',
      // Load balancing: the SDK's class, and the code of the answer.
      'TargetGroupNotFoundException',
      'TargetGroupNotFound',
      'LoadBalancerNotFoundException',
      'LoadBalancerNotFound',
      'TableNotFoundException',
      'DashboardNotFoundError',
    ],
    why: (said) =>
      `it does not exist here (${said}); deploy the stage (npx sst deploy --stage …), or check AWS_REGION`,
  },
  {
    code: 'unreachable',
    names: [
      'TimeoutError',
      'NetworkingError',
      'ENOTFOUND',
      'ECONNREFUSED',
      'ECONNRESET',
      'EAI_AGAIN',
      'EPIPE',
      'ETIMEDOUT',
      'EHOSTUNREACH',
      'ENETUNREACH',
    ],
    why: (said) => `AWS cannot be reached (${said}); check the network and AWS_REGION`,
  },
];

/** `null` if it is not an error of the SDK. */
export function recognize(error: unknown): Recognized | null {
  if (!(error instanceof Error)) return null;
  const said = oneLine(error.message);
  if (/^Region is missing/.test(error.message)) {
    return { code: 'no-region', why: 'no AWS region is set; set AWS_REGION to the region of the stage' };
  }
  const names = namesOf(error);
  const kind = kindOf(names, error.message);
  const attempts = attemptsOf(error);
  if (kind !== undefined) return { code: kind.code, why: kind.why(said, attempts ?? 1) };
  return attempts === null ? null : { code: 'failed', why: `${error.name}: ${said}` };
}

function kindOf(names: readonly string[], said: string): Kind | undefined {
  const isSessionOver = names.some((name) => providerErrors.includes(name)) && /expired|refresh/i.test(said);
  if (isSessionOver) return kinds.find(({ code }) => code === 'expired-token');
  // Auto Scaling has a single name for anything wrong with a request.
  const isGone = names.includes('ValidationError') && /name not found/i.test(said);
  if (isGone) return kinds.find(({ code }) => code === 'not-deployed');
  return kinds.find((each) => each.names.some((name) => names.includes(name)));
}

/** An error is identified by its name, the code of its answer (EC2), or the code of a socket error. */
function namesOf(error: Error): readonly string[] {
  const codes = [property(error, 'Code'), property(error, 'code')];
  return [error.name, ...codes.filter((code) => typeof code === 'string')];
}

/** How often it was tried; `null` for errors that did not come from a call. */
function attemptsOf(error: Error): number | null {
  const metadata = property(error, '$metadata');
  if (typeof metadata !== 'object' || metadata === null) return null;
  const attempts = property(metadata, 'attempts');
  return typeof attempts === 'number' ? attempts : 1;
}

function property(of: object, name: string): unknown {
  return Reflect.get(of, name);
}

/** EC2 appends an encoded message of a thousand characters to its own. */
function oneLine(text: string): string {
  const line = text.replace(/\s*Encoded authorization failure message:.*$/s, '').replaceAll(/\s+/g, ' ');
  return line.length <= 300 ? line.trim() : `${line.slice(0, 299).trim()}…`;
}
