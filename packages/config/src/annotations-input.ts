/** `annotations`, as a person writes them: where each kill is marked. */

/**
 * Each kill as a mark in the tools that a team watches (docs/annotations.md). Tokens are not written here: GRAFANA_TOKEN and DD_API_KEY.
 *
 * @example { grafana: { url: 'https://grafana.example.com' }, datadog: { site: 'datadoghq.eu' } }
 */
export type AnnotationsInput = {
  /** Default null: none there. */
  readonly grafana?:
    | {
        /** With https://, except on this machine. */
        readonly url: string;
        /** Marks this dashboard alone. Default null: the whole organization. @example 'shop-slos' */
        readonly dashboardUid?: string | null | undefined;
        /** Beside those of Garbage Day. Default none. @example ['team:shop'] */
        readonly tags?: readonly string[] | undefined;
      }
    | null
    | undefined;
  /** Default null: none there. */
  readonly datadog?:
    | {
        /** The host name of your Datadog. Default 'datadoghq.com'. */
        readonly site?: string | undefined;
        /** Beside those of Garbage Day. Default none. @example ['team:shop'] */
        readonly tags?: readonly string[] | undefined;
      }
    | null
    | undefined;
};
