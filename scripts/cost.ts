/** `npm run cost`: what the configuration costs per month on AWS. */
import { parseArgs } from 'node:util';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { componentCost, componentLine } from '@garbageday/cost/component-cost.ts';
import { costDocument } from '@garbageday/cost/cost-document.ts';
import { costText } from '@garbageday/cost/cost-text.ts';
import { stageCost } from '@garbageday/cost/stage-cost.ts';
import type { StageSizes } from '@garbageday/cost/stage-sizes.ts';
import {
  escapeBidirectionalControls,
  withoutBidirectionalControls,
} from '@garbageday/render/bidirectional.ts';
import { deploymentOf } from '../stacks/deployment.ts';

const usage = `npm run cost [-- options]

  --stage <name>    of stacks/deployment.ts; may be repeated (default: dev and production)
  --component       what the component GarbageDay creates beside servers of your own, instead of stages
  --site            with --component: the report site in a bucket, too
  --otlp            with --component: metrics and events by the OpenTelemetry protocol, too
  --config <file>   the configuration (default: garbageday.config.ts)
  --json            one JSON document, garbageday/cost@1`;

/** Returns the exit code: 0, or 2 with one line about the mistake. */
async function main(args: string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args,
      options: {
        stage: { type: 'string', multiple: true, default: ['dev', 'production'] },
        component: { type: 'boolean', default: false },
        site: { type: 'boolean', default: false },
        otlp: { type: 'boolean', default: false },
        config: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) console.log(usage);
    else await print(values);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError) && !isMistake(error)) throw error;
    console.error(`cost: ${withoutBidirectionalControls(error.message.split('\n')[0] ?? '')}`);
    return 2;
  }
}

type Printing = {
  readonly stage: readonly string[];
  readonly component: boolean;
  readonly site: boolean;
  readonly otlp: boolean;
  readonly config?: string | undefined;
  readonly json: boolean;
};

async function print({
  stage: stages,
  component,
  site: hasSite,
  otlp: hasOtlp,
  config = '',
  json: isJson,
}: Printing): Promise<void> {
  const unlikely = stages.find((stage) => !/^[A-Za-z0-9-]{1,64}$/.test(stage));
  if (unlikely !== undefined)
    throw new UsageError(
      `--stage ${JSON.stringify(unlikely)} is not a stage name; use letters, digits and hyphens`,
    );
  const part = hasSite ? '--site' : hasOtlp ? '--otlp' : null;
  if (part !== null && !component)
    throw new UsageError(`${part} is a part of the component; write --component ${part}`);
  const configuration = await loadConfiguration(config === '' ? null : config, process.cwd(), 'aws');
  const alone = component ? componentCost(configuration, { hasSite, hasOtlp }) : null;
  const costs =
    alone === null ? stages.map((name) => stageCost({ name, configuration, sizes: sizesOf(name) })) : [alone];
  console.log(
    isJson
      ? escapeBidirectionalControls(JSON.stringify(costDocument(costs), null, 2))
      : withoutBidirectionalControls(costText(costs)),
  );
  if (alone !== null && !isJson) console.log(`\n${componentLine(alone)}`);
}

/** Of stacks/deployment.ts. */
function sizesOf(stage: string): StageSizes {
  const deployment = deploymentOf(stage);
  return { ...deployment, hasOtlp: deployment.otlpEndpoint !== null };
}

/** Whether `parseArgs` threw it for an unknown option. */
function isMistake(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

process.exitCode = await main(process.argv.slice(2));
