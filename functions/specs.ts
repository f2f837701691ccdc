/**
 * What each function uses. Its environment variables, what its role may do and its secrets follow from this page (the
 * ports are in packages/aws/src/contract/ports.ts), and its bundle is checked against it
 * (test/functions/specs.test.ts). Only data, because the deployment reads it.
 */
import type { FunctionSpec } from '@garbageday/aws/contract/function-spec.ts';

export const specs = {
  draw: {
    handler: 'functions/draw.handler',
    ports: ['ledger', 'scheduler'],
    facts: ['STAGE', 'FLEET'],
    isConfigured: true,
  },
  chaos: {
    handler: 'functions/chaos.handler',
    ports: ['ledger', 'fleet', 'injector', 'lever', 'alerts', 'stopAlarms', 'events', 'roles'],
    facts: [],
    isConfigured: true,
  },
  roles: {
    handler: 'functions/roles.handler',
    ports: ['serverCommands'],
    facts: ['FLEET'],
    isConfigured: false,
  },
  probe: {
    handler: 'functions/probe.handler',
    ports: ['slices', 'metrics'],
    facts: ['TARGET_URL', 'MEASURING'],
    isConfigured: false,
  },
  users: {
    handler: 'functions/users.handler',
    ports: ['slices', 'metrics'],
    facts: ['TARGET_URL', 'MEASURING'],
    isConfigured: false,
  },
  'alb-metrics': {
    handler: 'functions/alb-metrics.handler',
    ports: ['ledger', 'albMetrics'],
    facts: ['COUNTING'],
    isConfigured: false,
  },
  'alb-logs': {
    handler: 'functions/alb-logs.handler',
    ports: ['ledger', 'albLogs'],
    facts: ['COUNTING'],
    isConfigured: false,
  },
  reporter: {
    handler: 'functions/reporter.handler',
    ports: ['ledger', 'outbox', 'slack'],
    facts: ['STAGE', 'FLEET', 'HAS_USERS', 'TRAFFIC'],
    isConfigured: true,
  },
  /** Deployed only where a bucket is named for it. */
  site: {
    handler: 'functions/site.handler',
    ports: ['ledger', 'site'],
    facts: ['FLEET', 'HAS_USERS', 'TRAFFIC'],
    isConfigured: true,
  },
  /** Deployed only where the configuration says where kills are marked. */
  marks: {
    handler: 'functions/marks.handler',
    ports: ['ledger', 'markClaims', 'grafana', 'datadog', 'dashboard'],
    facts: [],
    isConfigured: true,
  },
  /** These two are deployed only where a collector is named. */
  'otlp-metrics': {
    handler: 'functions/otlp-metrics.handler',
    ports: ['ledger', 'lever', 'otlp'],
    facts: ['STAGE', 'FLEET', 'HAS_USERS', 'TRAFFIC'],
    isConfigured: true,
  },
  'otlp-events': {
    handler: 'functions/otlp-events.handler',
    ports: ['ledger', 'lever', 'otlp'],
    facts: ['STAGE'],
    isConfigured: true,
  },
  alert: {
    handler: 'functions/alert.handler',
    ports: ['ledger', 'outbox', 'slack', 'alerts', 'lever'],
    facts: ['STAGE', 'FLEET', 'HAS_USERS', 'TRAFFIC'],
    isConfigured: true,
  },
} as const satisfies Record<string, FunctionSpec>;
