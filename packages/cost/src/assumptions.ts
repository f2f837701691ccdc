/** Assumptions for what no configuration states. Each of these numbers is on the last lines of the bill. */

/** AWS's own month: 365 days × 24 ÷ 12. */
export const hoursPerMonth = 730;
export const minutesPerMonth = hoursPerMonth * 60;
export const secondsPerMonth = minutesPerMonth * 60;
export const daysPerMonth = hoursPerMonth / 24;
export const weeksPerMonth = daysPerMonth / 7;

export const bytesPerGb = 1_000_000_000;

/** Availability zones of the network, as in stacks/network.ts. */
export const zones = 3;

/** SST's own NAT instance, and the disk of its image. */
export const natInstance = { type: 't4g.nano', volumeGib: 8 } as const;

/** Root volumes of web and load-balancer servers, as in their launch templates. */
export const serverVolumeGib = 8;

/** One request of the word counter and its answer, headers and all, over HTTP/1.1. */
export const bytesPerRequest = 600;

/** One in this many requests opens a new connection. */
export const requestsPerConnection = 10;

/** Requests of one journey of the probe: insert, get, toplist. */
export const requestsPerJourney = 3;

/** Package downloads and AWS calls of all servers together. */
export const natGbPerMonth = 10;

/** A run starts within a minute and not on it, so its minute spans two slices. */
export const slicesPerRun = 2;

/** How often what a load balancer counts is read (packages/sst/src/traffic.ts). */
export const minutesPerCount = 5;

/** Metrics that are asked for each time (packages/aws/src/alb-metrics.ts). */
export const metricsPerCount = 10;

/** Nodes of a load balancer, each of which writes an access log every five minutes: one in each zone. */
export const loggingNodes = 3;

/** How far back the report site goes, unless a deployment says otherwise (packages/sst/src/site.ts). */
export const siteDays = 90;

/** An export of metrics: 0.3 s of a whole core for one journey and two objectives over 30 days (measured), and Lambda gives 512 MB a third of one. */
export const otlpSecondsPerRun = 2;

/** How often a day Lambda begins a new process for it, which reads all windows again; AWS states no number. */
export const otlpBeginningsPerDay = 12;

/** Minutes of slices that each export looks through again, for what arrived late (functions/compose/otlp-metrics.ts). */
export const otlpLateMinutes = { played: 14, counted: 4 * 60 } as const;

/** The metrics of one journey and its objectives, as protobuf. */
export const otlpBytesPerJourney = 10_000;

/** The size of one slice in the ledger, with its key and the 100 bytes that DynamoDB adds; most of it is histograms. */
export const sliceBytes = 768;

/** Slices are kept this long (packages/aws/src/contract/ledger-keys.ts). */
export const sliceDays = 400;

/** Of the functions' own metrics, those that are always written: how much was sent. */
export const functionMetrics = 1;

/** Alarms that change in a month. */
export const alarmChanges = 30;

/** What one invocation of a function writes to its log: its own lines and Lambda's. */
export const logBytesPerInvocation = 2_000;

/** Drawn, claimed, baseline, injected, recovering, completed, and one to spare. */
export const transitionsPerExperiment = 7;

/** Steps and waits of a durable experiment that watches a server being replaced for six minutes. */
export const operationsPerExperiment = 100;

/** Of an experiment on a quorum whose members are asked for their roles: the gate's, the last, and every eight seconds of twelve minutes. */
export const looksPerExperiment = 92;

/** From a cold or warm start until the last member has answered. */
export const askingSeconds = 4;

/** Bundles of all functions and of the web app, and SST's state. */
export const storedGb = 1;

/** Reads of SecureStrings, and the ledger's key. */
export const kmsRequests = 20_000;

/** Requests to the dead-letter queue in a month. */
export const queueRequests = 1_000;

/**
 * Configuration items that AWS Config, if enabled, records for one replaced server: the instance, its disk and its
 * network interface come and go, and the security group and the subnet that they refer to are recorded again.
 */
export const configItemsPerReplacement = 12;

/** One tag for each member of the replica set, at each election and each replacement. */
export const configItemsPerRoleChange = 3;

/** At each deployment: functions, versions, roles, alarms. */
export const configItemsPerDeployment = 50;
export const deploymentsPerMonth = 8;

/** How often a member of the replica set reports its role, in seconds (garbageday-role.timer). */
export const roleSeconds = 15;
