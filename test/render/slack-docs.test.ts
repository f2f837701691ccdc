import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** As a reader in Berlin sees it: links by their text, times in words. */
function seen(text: string): string {
  return text
    .replaceAll(/<!date\^(\d+)\^[^|]*\|[^>]*>/g, (_, seconds: string) => wallText(Number(seconds) * 1_000))
    .replaceAll(/<!subteam\^[^>]*>/g, '@oncall')
    .replaceAll(/<[^|>]*\|([^>]*)>/g, '$1');
}

function wallText(atMs: number): string {
  const options = {
    timeZone: 'Europe/Berlin',
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  } as const;
  return new Intl.DateTimeFormat('en-GB', options).format(atMs).replace(', ', ' ');
}

type Block = {
  readonly text?: { readonly text: string };
  readonly elements?: readonly { readonly text: string }[];
};

function shown(name: string): string {
  const file = new URL(`../../examples/slack/${name}`, import.meta.url);
  const { blocks }: { blocks: readonly Block[] } = JSON.parse(readFileSync(file, 'utf8'));
  return blocks
    .map(({ text, elements = [] }) => text?.text ?? elements.map((element) => element.text).join(' '))
    .map((text) => (text === '' ? '────' : seen(text)))
    .join('\n');
}

describe('docs/slack.md', () => {
  const guide = readFileSync(new URL('../../docs/slack.md', import.meta.url), 'utf8');

  it.each(['alert.json', 'experiment.json', 'daily-report.json', 'monthly-report.json'])(
    'shows what the program makes: %s',
    (name) => {
      expect(guide).toContain(`\`\`\`\n${shown(name)}\n\`\`\``);
    },
  );
});
