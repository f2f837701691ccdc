/**
 * What a stage's parts are called: the deployment names them so, and the adapters look for these names. From the
 * name of a burn alarm one knows which objective burns, and how badly.
 */

/** As sst.config.ts names the app. */
export const appName = 'garbageday';

/** Of everything that Garbage Day says on the stage's event bus. */
export const eventSource = 'garbageday';

/** `garbageday-<stage>-<part>` */
export function resourceName(stage: string, part: string): string {
  return `${appName}-${stage}-${part}`;
}

/** `/garbageday/<stage>/<part>`, for SSM parameters. */
export function parameterName(stage: string, part: string): string {
  return `/${appName}/${stage}/${part}`;
}

/** The one parameter that says where everything else is. */
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
