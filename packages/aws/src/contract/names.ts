/** What a stage's parts are called: the deployment names them so, and whoever looks for them looks for these names. */

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
