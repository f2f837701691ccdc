/** What the figures are based on, and what they leave out: part of every bill. */
import {
  bytesPerRequest,
  deploymentsPerMonth,
  hoursPerMonth,
  logBytesPerInvocation,
  natGbPerMonth,
  requestsPerConnection,
  sliceBytes,
  slicesPerRun,
} from './assumptions.ts';
import { pricedRegion, pricesAsOf } from './prices.ts';

export const honesty =
  `List prices of ${pricedRegion} as known on ${pricesAsOf}, without free tiers, taxes and discounts; ` +
  'written down offline, and not checked against an invoice.';

export const assumptions: readonly string[] = [
  `a month has ${hoursPerMonth} hours`,
  `a request and its answer are ${bytesPerRequest} bytes; one in ${requestsPerConnection} opens a connection`,
  'users send users.ratePerSecond all the time: simulated ones from a function, real ones (a stage without hasUsers) from the internet',
  `servers fetch ${natGbPerMonth} GB a month through NAT`,
  `a minute of a journey is ${slicesPerRun} slices of ${sliceBytes} bytes; an invocation logs ${logBytesPerInvocation} bytes`,
  'the ledger is 400 days old, which is when it stops growing',
  `AWS Config records everything, ${deploymentsPerMonth} deployments a month included; in an account where it does not, this item costs nothing`,
];

export const leftOut: readonly string[] = [
  'servers that are replaced, and the hour in which two of a slot run',
  'CPU credits beyond a t4g baseline',
  'what MongoDB stores beyond its disks, backups, support plans',
  "answers of your own service that are larger than the word counter's",
  'Slack',
];
