/** `npm run cost`: what the configuration costs a month on AWS. */
import { parseArgs } from 'node:util';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { costDocument } from '@garbageday/cost/cost-document.ts';
import { costText } from '@garbageday/cost/cost-text.ts';
import { stageCost } from '@garbageday/cost/stage-cost.ts';
import {
  escapeBidirectionalControls,
  withoutBidirectionalControls,
} from '@garbageday/render/bidirectional.ts';
import { deploymentOf } from '../stacks/deployment.ts';

const usage = `npm run cost [-- options]

  --stage <name>    of stacks/deployment.ts; may be repeated (default: dev and production)
  --config <file>   the configuration (default: garbageday.config.ts)
  --json            one JSON document, garbageday/cost@1`;

/** Returns the exit code: 0, or 2 with one line about the mistake. */
async function main(args: string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args,
      options: {
        stage: { type: 'string', multiple: true, default: ['dev', 'production'] },
        config: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) console.log(usage);
    else await print(values.stage, { config: values.config ?? null, isJson: values.json });
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError) && !isMistake(error)) throw error;
    console.error(`cost: ${withoutBidirectionalControls(error.message.split('\n')[0] ?? '')}`);
    return 2;
  }
}

type Printing = { readonly config: string | null; readonly isJson: boolean };

async function print(stages: readonly string[], { config, isJson }: Printing): Promise<void> {
  const unlikely = stages.find((stage) => !/^[A-Za-z0-9-]{1,64}$/.test(stage));
  if (unlikely !== undefined)
    throw new UsageError(
      `--stage ${JSON.stringify(unlikely)} is not a stage name; use letters, digits and hyphens`,
    );
  const configuration = await loadConfiguration(config, process.cwd(), 'aws');
  const costs = stages.map((name) => stageCost({ name, configuration, sizes: deploymentOf(name) }));
  console.log(
    isJson
      ? escapeBidirectionalControls(JSON.stringify(costDocument(costs), null, 2))
      : withoutBidirectionalControls(costText(costs)),
  );
}

/** What `parseArgs` throws for an option that it does not know. */
function isMistake(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

process.exitCode = await main(process.argv.slice(2));
