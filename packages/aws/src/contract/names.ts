/**
 * The names of a stage's parts: the deployment assigns them, and the adapters look for them. The name of a burn alarm
 * tells which SLO burns, and how badly.
 */

/** The name of the app in sst.config.ts. */
export const appName = 'garbageday';

/** The source of everything that Garbage Day publishes on the stage's event bus. */
export const eventSource = 'garbageday';

/** `garbageday-<stage>-<part>` */
export function resourceName(stage: string, part: string): string {
  return `${appName}-${stage}-${part}`;
}

/** `/garbageday/<stage>/<part>`, for SSM parameters. */
export function parameterName(stage: string, part: string): string {
  return `/${appName}/${stage}/${part}`;
}

/** The one parameter that tells where everything else is. */
export function directoryName(stage: string): string {
  return parameterName(stage, 'directory');
}

/** The stage's own page in CloudWatch. */
export function dashboardName(stage: string): string {
  return resourceName(stage, 'overview');
}

export const severities = ['page', 'ticket'] as const;

export type Severity = (typeof severities)[number];

type Burn = {
  /** `slugOf` the SLO's name. */
  readonly slug: string;
  readonly severity: Severity;
};

/** The prefix of the names of the stage's composite alarms, and of no other alarm. */
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

/** The prefix of the alarms that make up one composite, followed by the window's name, `5m`. */
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
