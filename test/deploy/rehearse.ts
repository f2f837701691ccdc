/** Everything around one deployment that is rehearsed: the emulators, a service for the load balancer's name, Slack. */
import { serve, serveWords } from '../fixtures/loopback.ts';
import { type SlackStandIn, startSlackStandIn } from '../fixtures/slack-stand-in.ts';
import type { Project } from '../stacks/harness/project.ts';
import { builtEngine } from './engine/build-engine.ts';
import { type Deployed, type Rehearsal, sstCommand } from './sst-command.ts';
import { region } from './world/place.ts';
import { startWorld, type World } from './world/start-world.ts';

export type Rehearsed = {
  readonly world: World;
  readonly slack: SlackStandIn;
  readonly deploy: () => Promise<Deployed>;
  readonly remove: () => Promise<Deployed>;
  /** Ends all that was started, and removes all that was written. */
  readonly stop: () => Promise<void>;
};

/** Addresses of what answers on the loopback. */
export type Around = {
  /** What users and probes are sent to. */
  readonly service: string;
  /** Where what servers install is downloaded from. */
  readonly mirror: string;
};

/** `projectOf` may prepare what is in the account before. */
export async function rehearse(
  stage: string,
  projectOf: (around: Around) => Promise<Project>,
): Promise<Rehearsed> {
  const closing: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const close of closing.toReversed()) await close();
  };
  try {
    const engine = await builtEngine();
    const world = await startWorld();
    closing.push(world.stop);
    const [words, slack] = [await serveWords(), await startSlackStandIn(Date.now)];
    const mirror = await serve((request, response) => response.end(`a package, ${request.url}`));
    closing.push(words.close, slack.close, mirror.close);
    pointThere(world.url);
    const project = await projectOf({ service: words.url, mirror: mirror.url });
    closing.push(project.remove);
    const rehearsal: Rehearsal = {
      ...{ project, engine },
      awsUrl: world.url,
      loadBalancer: new URL(words.url).host,
      secrets: { SlackWebhook: slack.webhookUrl },
    };
    const command = (name: string) => succeeding(rehearsal, [name, '--stage', stage]);
    return { world, slack, deploy: () => command('deploy'), remove: () => command('remove'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The SDK finds the emulators as it would find AWS. */
function pointThere(url: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
}

/** Says what SST and the engine wrote down when a command fails. */
async function succeeding(rehearsal: Rehearsal, args: readonly string[]): Promise<Deployed> {
  const finished = await sstCommand(rehearsal, args);
  if (finished.code === 0) return finished;
  const { code, stdout, log } = finished;
  throw new Error(`sst ${args.join(' ')} ended with ${code}:\n${stdout.slice(-3_000)}\n${log.slice(-3_000)}`);
}
