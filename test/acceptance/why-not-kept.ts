/** Why a game day did not keep its promise, and whether the machine may be why. */
import type { GameDayDocument } from '@garbageday/render/json/game-day-schema.ts';

export type Reason = {
  readonly text: string;
  /** A slow machine alone can cause it: late answers, or a probe that was late itself. */
  readonly isAboutSpeed: boolean;
};

export function whyNotKept({ experiments, refusals, slos, users }: GameDayDocument): readonly Reason[] {
  return [
    ...experiments.flatMap(({ id, verdict, reasons, probes, longestBadRun }) => {
      if (verdict === 'pass') return [];
      // What broke by slowness alone while others kept the machine busy is inconclusive: a `fail` is ours.
      const isAboutSpeed = verdict === 'inconclusive' && probes?.bad === 0 && longestBadRun === 0;
      return [{ text: `${id} ${verdict}: ${reasons.join(' ')}`, isAboutSpeed }];
    }),
    ...refusals.map(({ id, reason, detail }) => ({
      text: `${id} refused: ${detail}`,
      isAboutSpeed: reason === 'probe-blind' || reason === 'already-burning',
    })),
    ...slos.flatMap(({ name, sli, verdict, good, total }) => {
      if (verdict === 'met' || verdict === 'not-yet-provable') return [];
      return [{ text: `${name}: ${good} of ${total} good, ${verdict}`, isAboutSpeed: sli === 'latency' }];
    }),
    ...(users.failed === 0 ? [] : [{ text: `${users.failed} users failed`, isAboutSpeed: false }]),
    ...(users.stored === users.acknowledged
      ? []
      : [{ text: `${users.acknowledged} acknowledged, ${users.stored} stored`, isAboutSpeed: false }]),
  ];
}

/** Whether the run itself found that other programs took the processors. */
export function wasBusy(judged: readonly { readonly reasons: readonly string[] }[]): boolean {
  return judged.some(({ reasons }) => reasons.some((reason) => reason.startsWith('This machine was busy')));
}
