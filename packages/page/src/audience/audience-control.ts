/** What the presenter's page shows of the audience, and switches. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { QrPicture } from './qr.ts';

export type AudienceView = {
  readonly isOn: boolean;
  /** With the token, after the #; null while it is off. */
  readonly url: string | null;
  readonly qr: QrPicture | null;
  /** That have asked within the last seconds. */
  readonly phones: number;
};

export type AudienceControl = {
  readonly view: () => AudienceView;
  readonly switchTo: (isOn: boolean) => AudienceView;
};

/** @throws UsageError if the body does not say `isOn`. */
export function readSwitch(body: unknown): boolean {
  const { isOn }: { isOn?: unknown } = typeof body === 'object' && body !== null ? body : {};
  if (typeof isOn !== 'boolean') throw new UsageError('isOn: write true or false');
  return isOn;
}
