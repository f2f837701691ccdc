/** `--slack`: where a report is posted, beside being printed. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Command } from 'commander';
import type { Environment } from '../screen.ts';

export function addSlack(command: Command): Command {
  return command.option(
    '--slack <webhook>',
    'also post the report to Slack: the URL of an incoming webhook, or the environment variable that holds it',
  );
}

/** A command line is seen by everyone on the machine, and a variable is not. */
const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `null`: nothing is to be posted. @throws UsageError for what is not a webhook; it never repeats a secret. */
export function webhookOf(command: Command, env: Environment): string | null {
  const { slack: typed } = command.opts<{ readonly slack?: string }>();
  if (typed === undefined) return null;
  const isName = variable.test(typed);
  const url = (isName ? (env[typed] ?? '') : typed).trim();
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  if (!isName)
    throw new UsageError(
      '--slack: is not a webhook; write its URL, https://hooks.slack.com/services/…, or the name of a variable that holds it',
    );
  const is = url === '' ? 'is not set' : 'is not a URL';
  throw new UsageError(
    `--slack: the environment variable ${typed} ${is}; set it to https://hooks.slack.com/services/…, or leave --slack out`,
  );
}
