/** What every message has besides its content: the stage, where to read on, and whom to mention. */
import type { SlackConfiguration } from '@garbageday/core/configuration.ts';
import { joined, line, link, type SlackLine } from './blocks.ts';
import { clipEscaped } from './slack-text.ts';

export type Frame = {
  /** The name of the stage; `null`: the message does not belong to one. */
  readonly stage: string | null;
  readonly links: SlackConfiguration['links'];
  readonly mention: SlackConfiguration['mention'];
};

/** Without a stage, links and mentions. */
export const bareFrame: Frame = {
  stage: null,
  links: { dashboard: null, report: null, runbook: null },
  mention: { page: null, ticket: null },
};

const labels = { dashboard: 'Dashboard', report: 'Report', runbook: 'Runbook' } as const;

/** `*wordcount*, stage *dev* · <…|Dashboard> · <…|Runbook>`. */
export function whoLine(service: string | null, { stage, links }: Frame): readonly SlackLine[] {
  const names = [
    ...(service === null ? [] : [line`*${service}*`]),
    ...(stage === null ? [] : [line`stage *${stage}*`]),
  ];
  const urls = (['dashboard', 'report', 'runbook'] as const).flatMap((place) => {
    const url = links[place];
    return url === null
      ? []
      : [link(url.replaceAll('{stage}', encodeURIComponent(stage ?? '')), labels[place])];
  });
  const parts = [...(names.length === 0 ? [] : [joined(names, ', ')]), ...urls];
  return parts.length === 0 ? [] : [joined(parts, ' · ')];
}

/** Whom Slack notifies: a user group's id begins with S. Empty if no one is to be mentioned. */
export function mentionText(severity: 'page' | 'ticket', { mention }: Frame): string {
  const id = mention[severity];
  if (id === null || !/^[SUW][A-Z0-9]+$/.test(id)) return '';
  return id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`;
}

const longestStage = 40;

/** The text of a notification: the stage comes first, because there may be several in one channel. */
export function notification(sign: string, plain: string, { stage }: Frame, most: number): string {
  if (stage === null) return clipEscaped(`${sign} ${plain}`, most);
  return clipEscaped(`${sign} ${stage.slice(0, longestStage)}: ${plain}`, most);
}
