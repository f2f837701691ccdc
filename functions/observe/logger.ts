/** Structured logs: JSON lines that CloudWatch Logs Insights can query. */
import { Logger } from '@aws-lambda-powertools/logger';

export const logger = new Logger({ serviceName: 'garbageday' });
