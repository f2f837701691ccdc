/** Names of the burn alarms, from which whoever reads them knows which objective burns, and how badly. */
import { resourceName } from './names.ts';

export const severities = ['page', 'ticket'] as const;

export type Severity = (typeof severities)[number];

type Burn = {
  /** `slugOf` the objective's name. */
  readonly slug: string;
  readonly severity: Severity;
};

/** What the names of the stage's composite alarms begin with, and no other alarm's. */
export function burnAlarmPrefix(stage: string): string {
  return resourceName(stage, 'slo-');
}

/** `<prefix><slug>-page`: the composite, which rings. */
export function burnAlarmName(prefix: string, { slug, severity }: Burn): string {
  return `${prefix}${slug}-${severity}`;
}

/** Null for a name that is not a composite's. */
export function readBurnAlarmName(prefix: string, alarmName: string): Burn | null {
  const severity = severities.find((each) => alarmName.endsWith(`-${each}`));
  if (severity === undefined || !alarmName.startsWith(prefix)) return null;
  const slug = alarmName.slice(prefix.length, -`-${severity}`.length);
  return slug === '' ? null : { slug, severity };
}

/** Of the alarms that one composite is made of; the window's name follows, `5m`. */
export function windowAlarmPrefix(prefix: string, { slug, severity }: Burn): string {
  return `${prefix.replace(/slo-$/, 'window-')}${slug}-${severity}-`;
}

/** `probe: availability` → `probe-availability`: letters, digits and hyphens. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
