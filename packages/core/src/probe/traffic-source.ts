/** Who counts the users' own requests, where no prober plays them. */

/**
 * An Application Load Balancer: by the metrics that it publishes every minute, or by the access logs that it writes
 * to S3, request by request.
 *
 * @example { kind: 'alb-metrics', loadBalancer: 'app/shop/50dc6c495c0c9188' }
 */
export type TrafficSource =
  | {
      readonly kind: 'alb-metrics';
      /** The end of its ARN, as CloudWatch names it. */
      readonly loadBalancer: string;
    }
  | {
      readonly kind: 'alb-access-logs';
      readonly loadBalancer: string;
      readonly bucket: string;
      /** As the load balancer was told: without slashes at its ends; `` means the root of the bucket. */
      readonly prefix: string;
    };

/** As reports name it; `undefined`: the journey is measured by a prober's own requests. */
export type MeasuredBy = TrafficSource['kind'] | undefined;

/** How long after a minute its requests have been counted: metrics and logs are late by minutes. */
export const trafficDelayMs = 30 * 60_000;
