/** What a run leaves for people and machines, checked against the document that it printed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatCount, formatMs } from '@garbageday/render/format.ts';
import type { ExperimentDocument, GameDayDocument } from '@garbageday/render/json/game-day-schema.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

const schemaFile = new URL('../../packages/render/schema/gameday-1.schema.json', import.meta.url);

/** The whole text is one JSON document of the published schema. */
export function expectGameDayDocument(text: string): GameDayDocument {
  const document: GameDayDocument = JSON.parse(text);
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
  const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  return document;
}

/** report.json, report.html and report.png say the same as the document. */
export function expectReportFiles(directory: string, document: GameDayDocument): void {
  const read = (format: string) => readFileSync(join(directory, `report.${format}`));
  expect(JSON.parse(String(read('json')))).toEqual(document);
  expectPicture(read('png'));
  const page = textOf(String(read('html')));
  for (const number of numbersOf(document)) expect(page).toContain(number);
}

/** https://www.w3.org/TR/png-3/#5PNG-file-signature */
export function expectPicture(bytes: Buffer): void {
  expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
}

/** What a person reads of a page. */
export function textOf(html: string): string {
  return html
    .replace(/<(svg|style)\b.*?<\/\1>/gs, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

function numbersOf({ users, slos, experiments, seed }: GameDayDocument): readonly string[] {
  const { sent, failed, retried, acknowledged, stored, longestWaitMs } = users;
  return [
    seed,
    `${formatCount(sent)} requests sent, ${formatCount(failed)} failed, ${formatCount(retried)} retried`,
    `Longest wait ${formatMs(longestWaitMs)}`,
    `${formatCount(acknowledged)} inserts acknowledged${stored === null ? '; how many' : `, ${formatCount(stored)} stored`}`,
    ...slos.map(({ good, total }) => `${formatCount(good)}/${formatCount(total)}`),
    ...experiments.flatMap(numbersOfKill),
  ];
}

function numbersOfKill({
  target,
  probes,
  detectMs,
  replaceMs,
  recoverMs,
}: ExperimentDocument): readonly string[] {
  const felt = probes === null ? [] : [`${formatCount(probes.bad)} of ${formatCount(probes.sent)}`];
  return [String(target), ...[detectMs, replaceMs, recoverMs].map(formatMs), ...felt];
}
