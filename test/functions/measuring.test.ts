/** What the function of a journey is composed of: that journey, and its secrets, which come from the stage. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { probeJourney } from '../fixtures/word-journeys.ts';

const [step] = probeJourney.steps;

function shoppers(secret: string) {
  const headers = [['Authorization', `Bearer {secret:${secret}}`]];
  return { name: 'shoppers', role: 'load', variables: [], steps: [{ ...step, headers }] };
}

const numbers = { ratePerSecond: 10, latencyThresholdMs: 300, timeoutMs: 5_000 };

beforeEach(() => {
  vi.stubEnv('LEDGER_TABLE', 'ledger');
  vi.stubEnv('METRICS_NAMESPACE', 'GarbageDay/Probe/dev');
  vi.stubEnv('TARGET_URL', 'http://balancer.example');
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('SST_RESOURCE_App', JSON.stringify({ name: 'garbageday', stage: 'dev' }));
  vi.stubEnv('SST_RESOURCE_ShopToken', JSON.stringify({ type: 'sst.sst.Secret', value: 'open-sesame' }));
});

afterEach(() => vi.unstubAllEnvs());

async function composed(secret: string) {
  vi.stubEnv('MEASURING', JSON.stringify({ service: 'shop', journey: shoppers(secret), ...numbers }));
  const { composeMeasuring } = await import('../../functions/compose/measuring.ts');
  return await composeMeasuring();
}

it('has the value of a secret that is set, and sends it nowhere but in the journey', async () => {
  const { load } = await composed('ShopToken');
  expect(load).toMatchObject({ service: 'shop', journey: shoppers('ShopToken'), ...numbers });
  expect(load.secrets).toEqual({ ShopToken: 'open-sesame' });
});

it('names a secret that no one set, and how to set it', async () => {
  await expect(composed('OtherToken')).rejects.toThrow(
    'the journey "shoppers" needs the secret OtherToken, which is not set; npx sst secret set OtherToken <value> --stage <stage>',
  );
});
