/**
 * What the functions count about themselves, for dashboards. Delivered at least once, so budgets never come from here.
 */
import { Metrics } from '@aws-lambda-powertools/metrics';
import { logger } from './logger.ts';

export const metrics = new Metrics({ namespace: 'GarbageDay/Functions', serviceName: 'garbageday', logger });
