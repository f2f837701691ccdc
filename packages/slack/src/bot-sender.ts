/** Sends messages as a bot: experiments in their day's thread, outages and notices updated in place while they last. */
import type { Frame } from '@garbageday/render/slack/frame.ts';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import type { Bot } from './bot.ts';
import { episodeOf } from './episode.ts';
import type { PostedAt } from './find-posted.ts';
import type { Message } from './message.ts';
import type { Receipts } from './receipts.ts';
import { type Sender, type SendOptions, worded } from './sender.ts';
import { SlackFailure } from './slack-failure.ts';
import { tellEpisode } from './tell-episode.ts';
import { tellOutage } from './tell-outage.ts';

export function botSender(bot: Bot, receipts: Receipts, frame: Frame): Sender {
  return {
    canLookBack: true,
    send: async (message, options) => {
      switch (message.kind) {
        case 'report':
          await postInChannel(bot, options, message.message);
          return;
        case 'chart':
          return bot.upload(message.chart, options.mayBeOutSinceMs);
        case 'alert':
          return tellOutage({ bot, receipts, frame }, message.change, options);
        case 'notice':
          return tellEpisode({ bot, receipts }, episodeOf(message.notice, frame), options);
        case 'experiment':
          return tellExperiment({ bot, receipts }, message, options);
        default:
          return message satisfies never;
      }
    },
  };
}

function postInChannel(bot: Bot, options: SendOptions, message: SlackMessage): Promise<PostedAt> {
  const { id: key, mayBeOutSinceMs } = options;
  return bot.post({ key, message: worded(message, options), thread: null, isLoud: false, mayBeOutSinceMs });
}

type BotPorts = { readonly bot: Bot; readonly receipts: Receipts };
type Experiment = Extract<Message, { kind: 'experiment' }>;

/** If the first message of the day's thread was deleted, a new thread begins. */
async function tellExperiment(ports: BotPorts, message: Experiment, options: SendOptions): Promise<void> {
  const known = await ports.receipts.thread(message.day.key);
  try {
    await reply(ports, message, { options, at: known ?? (await beginThread(ports, message, options)) });
  } catch (error) {
    if (known === null || !(error instanceof SlackFailure) || error.failure.kind !== 'gone') throw error;
    await reply(ports, message, { options, at: await beginThread(ports, message, options) });
  }
}

async function beginThread(
  { bot, receipts }: BotPorts,
  { day }: Experiment,
  options: SendOptions,
): Promise<PostedAt> {
  const at = await postInChannel(bot, { ...options, id: day.key }, day.opening);
  await receipts.keepThread(day.key, at);
  return at;
}

async function reply(
  { bot }: BotPorts,
  { message, isLoud }: Experiment,
  { options, at }: { readonly options: SendOptions; readonly at: PostedAt },
): Promise<void> {
  const { id: key, mayBeOutSinceMs } = options;
  await bot.post({ key, message: worded(message, options), thread: at, isLoud, mayBeOutSinceMs });
}
