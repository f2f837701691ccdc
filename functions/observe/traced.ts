/** Traces in AWS X-Ray, for functions that may be large: the X-Ray SDK weighs more than the whole probe. */
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';

/** A segment per invocation, without the result in it. */
export function traced() {
  return captureLambdaHandler(new Tracer({ serviceName: 'garbageday' }), { captureResponse: false });
}
