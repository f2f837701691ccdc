/** Tells letters as a bot: experiments in the thread of their day, outages and notices changed in place while they last. */
import type { Frame } from '@garbageday/render/slack/frame.ts';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import type { Bot } from './bot.ts';
import { episodeOf } from './episode.ts';
import type { PostedAt } from './find-posted.ts';
import type { Letter } from './letter.ts';
import type { Receipts } from './receipts.ts';
import { SlackFailure } from './slack-failure.ts';
import { tellEpisode } from './tell-episode.ts';
import { tellOutage } from './tell-outage.ts';
import { type Teller, type Telling, worded } from './teller.ts';

export function botTeller(bot: Bot, receipts: Receipts, frame: Frame): Teller {
  return {
    canLookBack: true,
    tell: async (letter, telling) => {
      switch (letter.kind) {
        case 'report':
          await postInChannel(bot, telling, letter.message);
          return;
        case 'chart':
          return bot.upload(letter.chart, telling.mayBeOutSinceMs);
        case 'alert':
          return tellOutage({ bot, receipts, frame }, letter.change, telling);
        case 'notice':
          return tellEpisode({ bot, receipts }, episodeOf(letter.notice, frame), telling);
        case 'experiment':
          return tellExperiment({ bot, receipts }, letter, telling);
        default:
          return letter satisfies never;
      }
    },
  };
}

function postInChannel(bot: Bot, telling: Telling, message: SlackMessage): Promise<PostedAt> {
  const { id: key, mayBeOutSinceMs } = telling;
  return bot.post({ key, message: worded(message, telling), thread: null, isLoud: false, mayBeOutSinceMs });
}

type Desk = { readonly bot: Bot; readonly receipts: Receipts };
type Experiment = Extract<Letter, { kind: 'experiment' }>;

/** Where somebody deleted the beginning of the day's thread, it begins again. */
async function tellExperiment(desk: Desk, letter: Experiment, telling: Telling): Promise<void> {
  const known = await desk.receipts.thread(letter.day.key);
  try {
    await reply(desk, letter, { telling, at: known ?? (await beginThread(desk, letter, telling)) });
  } catch (error) {
    if (known === null || !(error instanceof SlackFailure) || error.failure.kind !== 'gone') throw error;
    await reply(desk, letter, { telling, at: await beginThread(desk, letter, telling) });
  }
}

async function beginThread(
  { bot, receipts }: Desk,
  { day }: Experiment,
  telling: Telling,
): Promise<PostedAt> {
  const at = await postInChannel(bot, { ...telling, id: day.key }, day.opening);
  await receipts.keepThread(day.key, at);
  return at;
}

async function reply(
  { bot }: Desk,
  { message, isLoud }: Experiment,
  { telling, at }: { readonly telling: Telling; readonly at: PostedAt },
): Promise<void> {
  const { id: key, mayBeOutSinceMs } = telling;
  await bot.post({ key, message: worded(message, telling), thread: at, isLoud, mayBeOutSinceMs });
}
