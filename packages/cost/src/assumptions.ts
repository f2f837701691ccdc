/** What no configuration says, and somebody has to assume. Every number of it is on the bill's last lines. */

/** AWS's own month: 365 days × 24 ÷ 12. */
export const hoursPerMonth = 730;
export const minutesPerMonth = hoursPerMonth * 60;
export const secondsPerMonth = minutesPerMonth * 60;
export const daysPerMonth = hoursPerMonth / 24;
export const weeksPerMonth = daysPerMonth / 7;

export const bytesPerGb = 1_000_000_000;

/** Zones of the network, as in stacks/network.ts. */
export const zones = 3;

/** SST's own NAT instance, and the disk of its image. */
export const natInstance = { type: 't4g.nano', volumeGib: 8 } as const;

/** Root volumes of web and load-balancer servers, as in their launch templates. */
export const serverVolumeGib = 8;

/** One request of the word counter and its answer, headers and all, over HTTP/1.1. */
export const bytesPerRequest = 600;

/** One connection in so many requests is a new one. */
export const requestsPerConnection = 10;

/** Requests of one journey of the probe: insert, get, toplist. */
export const requestsPerJourney = 3;

/** Packages and calls to AWS of all servers together. */
export const natGbPerMonth = 10;

/** A run starts within a minute and not on it, so its minute of slices is two. */
export const slicesPerRun = 2;

/** Of one slice in the ledger, with its key and the 100 bytes that DynamoDB adds; its distributions take the room. */
export const sliceBytes = 768;

/** Slices are kept this long (packages/aws/src/contract/ledger-keys.ts). */
export const sliceDays = 400;

/** Of the functions' own, those that are written all the time: how much was sent. */
export const functionMetrics = 1;

/** Alarms that change in a month. */
export const alarmChanges = 30;

/** What one invocation of a function leaves in its log: its own lines and Lambda's. */
export const logBytesPerInvocation = 2_000;

/** Drawn, claimed, baseline, injected, recovering, completed: and one to spare. */
export const transitionsPerExperiment = 7;

/** Steps and waits of a durable experiment that watches a server being replaced for six minutes. */
export const operationsPerExperiment = 100;

/** Bundles of all functions and of the web app, and SST's state. */
export const storedGb = 1;

/** Reads of SecureStrings, and the ledger's key. */
export const kmsRequests = 20_000;

/** What a NAT-free month of dead letters asks the queue. */
export const queueRequests = 1_000;

/**
 * Configuration items that AWS Config records for one server that is replaced, where it records: the instance, its disk
 * and its network interface come and go, and the security group and the subnet that they refer to are recorded again.
 */
export const configItemsPerReplacement = 12;

/** A tag of each member of the replica set, at each election and each replacement. */
export const configItemsPerRoleChange = 3;

/** Whenever something is deployed: functions, versions, roles, alarms. */
export const configItemsPerDeployment = 50;
export const deploymentsPerMonth = 8;

/** How often a member of the replica set says its role, in seconds (garbageday-role.timer). */
export const roleSeconds = 15;
