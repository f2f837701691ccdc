/** What an SRE wants to see before believing the rest: where the budget went, what chaos may still spend, what is proven. */
import type { Report } from '@garbageday/core/report/report.ts';
import { attributionSentence, otherAttributionSentences } from '../summary/attribution-rows.ts';
import { compositeSentences } from '../summary/composite-sentences.ts';
import { latencySentences } from '../summary/latency-sentences.ts';
import { exclusionSentences, policySentence } from '../summary/policy-sentences.ts';
import { proofRow } from '../summary/proof-row.ts';
import { resilienceRows } from '../summary/resilience-rows.ts';
import { usersSentences } from '../summary/users-sentences.ts';
import { line, type SlackLine } from './blocks.ts';

export function smallPrint(report: Report): readonly SlackLine[] {
  const users = report.users === null ? [] : usersSentences(report.users);
  const sentences = [
    attributionSentence(report),
    ...otherAttributionSentences(report),
    // A run is too short to be held against it.
    ...(report.kind === 'gameday' ? [] : [policySentence(report)]),
    ...exclusionSentences(report),
    ...compositeSentences(report),
    ...users,
    ...latencySentences(report),
  ];
  return [...sentences.map((sentence) => line`${sentence}`), ...proofLines(report)];
}

/** A period knows the last proof of each group; a game day only what it proved itself. */
function proofLines(report: Report): readonly SlackLine[] {
  if (report.kind === 'gameday') {
    return report.proofs.map(proofRow).map(({ group, sentence }) => line`*${group}*: ${sentence}`);
  }
  return resilienceRows(report).map(
    ({ group, proof, lastProof, losses }) => line`*${group}*: ${proof} Last proof: ${lastProof}. ${losses}`,
  );
}
