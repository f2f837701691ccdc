/**
 * What each function uses. Its environment variables, what its role may do and its secrets follow from this page (the ports
 * are in packages/aws/src/contract/ports.ts), and its bundle is held against it (test/functions/specs.test.ts). Data alone:
 * the deployment reads it.
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
    ports: ['ledger', 'fleet', 'injector', 'lever', 'alerts', 'events'],
    facts: [],
    isConfigured: true,
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
  reporter: {
    handler: 'functions/reporter.handler',
    ports: ['ledger', 'outbox', 'slack'],
    facts: ['STAGE', 'FLEET', 'HAS_USERS'],
    isConfigured: true,
  },
  alert: {
    handler: 'functions/alert.handler',
    ports: ['ledger', 'outbox', 'slack', 'alerts', 'lever'],
    facts: ['STAGE', 'FLEET', 'HAS_USERS'],
    isConfigured: true,
  },
} as const satisfies Record<string, FunctionSpec>;
