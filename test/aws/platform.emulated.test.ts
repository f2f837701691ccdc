import { awsClients } from '@garbageday/aws/aws-clients.ts';
import { awsPlatform } from '@garbageday/cli/aws/aws-platform.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { onTestFinished } from 'vitest';
import { describePlatformContract, type PlatformSubject } from '../contract/platform.contract.ts';
import { deployStage } from './fixtures/deployed-stage.ts';

/** A stage of its own for every test: they move its lever. */
async function onEmulators(): Promise<PlatformSubject> {
  const { stage } = await deployStage(awsClients());
  const open = () => {
    const platform = awsPlatform({
      stage,
      loadConfiguration: async (defaults) => parseConfiguration({}, 'the defaults', defaults),
    });
    onTestFinished(platform.close);
    return platform;
  };
  return { platform: open(), again: open };
}

describePlatformContract('AWS', onEmulators);
