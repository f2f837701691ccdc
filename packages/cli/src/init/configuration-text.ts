/** The text of a first garbageday.config.ts. */
import { defaultJourneys, defaultSlos } from '@garbageday/config/default-journeys.ts';
import type { Answers } from './answers.ts';

export function configurationText(answers: Answers, service: string): string {
  switch (answers.kind) {
    case 'command':
      return ofCommand(service);
    case 'url':
      return ofUrl(service, answers.url);
    case 'auto-scaling-groups':
      return ofGroups(service, answers.url);
    default:
      return answers satisfies never;
  }
}

function written(about: string, body: string): string {
  return `/** ${about} Your editor knows every key; what is not here has a default. */
import { defineConfig } from 'garbageday/config';

export default defineConfig({
${body}
});
`;
}

/** A JavaScript string in single quotes. */
export function literal(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
}

function ofCommand(service: string): string {
  return written(
    `Game days of ${service} on one machine (docs/own-service.md).`,
    `  /** What it is called in reports. */
  service: ${literal(service)},

  groups: [
    /** Three copies of your server: one may be killed while the other two carry on. */
    { kind: 'web', desiredSize: 3, requiredHealthy: 2 },
    { kind: 'load-balancer' },
  ],

  /** How much users send, and what is fast enough for them. They call /, or what --path or \`journeys\` say. */
  users: { ratePerSecond: 50, latencyThreshold: '300ms' },

${slosFor(defaultJourneys)}`,
  );
}

function slosFor(journeys: readonly { readonly name: string }[]): string {
  const lines = defaultSlos(journeys).map(
    ({ journey, sli, objective }) =>
      `    { journey: ${literal(journey)}, sli: ${literal(sli)}, objective: ${objective} },`,
  );
  return `  /** What users are promised: how much of what they ask is answered, and answered fast enough. */
  slos: [
${lines.join('\n')}
  ],`;
}

/** The one journey of a service that is elsewhere. */
const visit = { name: 'visit' };

function journeysFor(url: URL): string {
  return `  /** What is sent, step by step; each request must be answered with 2xx. More steps, and what may be expected: docs/journeys.md. */
  journeys: [
    {
      name: ${literal(visit.name)},
      role: 'judge',
      steps: [{ name: 'page', path: ${literal(`${url.pathname}${url.search}`)}, expect: [] }],
    },
  ],`;
}

function ofUrl(service: string, url: URL): string {
  return written(
    `What a probe of ${url.host} sends: garbageday probe ${url.origin} --journey garbageday.config.ts (docs/probe.md).`,
    `  service: ${literal(service)},

${journeysFor(url)}`,
  );
}

function ofGroups(service: string, url: URL): string {
  return written(
    `Chaos for ${service} on AWS; sst.config.ts says which servers (docs/your-auto-scaling-group.md).`,
    `  /** What it is called in reports and alarms. */
  service: ${literal(service)},

  /** 'dry-run' chooses, checks and records, and kills no one. Write 'armed' when you have seen a few days of that. */
  mode: 'dry-run',

  /** When servers may be killed. */
  schedule: { timeZone: 'UTC', from: '09:00', to: '15:00', workdays: [1, 2, 3, 4, 5] },

${journeysFor(url)}

${slosFor([visit])}`,
  );
}
