/** `annotations`, as a person writes them: where each kill is marked. */

/**
 * Each kill as a mark in the tools that a team watches (docs/annotations.md). Tokens are not written here: GRAFANA_TOKEN and DD_API_KEY,
 * or secrets of the stage.
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
  /** The dashboard of a stage on AWS; on this machine there is none. Default null: none there. */
  readonly cloudWatch?:
    | {
        /** How long a mark stays there, 1 to 90 days. Default 30. */
        readonly days?: number | undefined;
      }
    | null
    | undefined;
};
