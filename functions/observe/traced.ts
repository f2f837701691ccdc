/** Traces in AWS X-Ray, for functions that may be large: the X-Ray SDK is larger than the whole probe. */
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';

/** One segment per invocation, without the result. */
export function traced() {
  return captureLambdaHandler(new Tracer({ serviceName: 'garbageday' }), { captureResponse: false });
}
