/**
 * The process under test: a Lambda that runs experiments. The real handler, core and adapters, put together as
 * functions/compose/experiment.ts does; only waiting between attempts is skipped, on the clock of the sweep.
 */

// The clock comes before whoever looks at it.
import './shifted-clock.ts';

import {
  DurableExecutionApiClient,
  type DurableExecutionInvocationInput,
  DurableExecutionInvocationInputWithClient,
  type DurableLambdaHandler,
} from '@aws/durable-execution-sdk-js';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { experimentHandler } from '../../../functions/experiment-handler.ts';
import { lambdaContext } from '../../fixtures/invoke-bundle.ts';
import { composeSwept, type Wiring } from './compose-swept.ts';
import { hurried } from './hurried.ts';
import { skip } from './shifted-clock.ts';

export type Ask = { readonly invocation: DurableExecutionInvocationInput; readonly wiring: Wiring };

/** `output` is what Lambda would be answered; `threw`: the invocation failed. */
export type Told =
  | { readonly kind: 'answered'; readonly output: { readonly Status: string } }
  | { readonly kind: 'threw'; readonly message: string };

/** As the SDK makes it for itself (`DEFAULT_CLIENT_CONFIG`). */
const lambdaTimeouts = { connectionTimeout: 5_000, socketTimeout: 50_000, requestTimeout: 55_000 };

process.on('message', (ask: Ask) => {
  invoke(ask).then(
    (output) => tell({ kind: 'answered', output }),
    (error: unknown) => tell({ kind: 'threw', message: String(error) }),
  );
});
process.on('disconnect', () => process.exit());

async function invoke({ invocation, wiring }: Ask): Promise<{ readonly Status: string }> {
  const lambda = hurried(new LambdaClient({ requestHandler: lambdaTimeouts }), skip);
  const handler = experimentHandler(async (context) => composeSwept(context, { wiring, skip }));
  const input = new DurableExecutionInvocationInputWithClient(
    invocation,
    new DurableExecutionApiClient(lambda),
  );
  const run = handler as unknown as DurableLambdaHandler;
  return (await run(input, lambdaContext(120_000))) as { Status: string };
}

function tell(told: Told): void {
  process.send?.(told);
}
