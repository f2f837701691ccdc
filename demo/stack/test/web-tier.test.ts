import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { webTier } from '@garbageday/demo/service.ts';
import { describe, expect, it } from 'vitest';

describe("the word counter's web tier", () => {
  it('is what a group of a configuration could say', () => {
    const { group: _group, bundle: _bundle, ...server } = webTier;
    const written = {
      kind: 'web',
      command: [server.program, ...server.args],
      env: server.env,
      portEnv: server.portVariable,
      ready: server.readyPath,
    };
    const { groups } = parseConfiguration({ groups: [written, { kind: 'data' }] }, 'the test');
    expect(groups[0]?.server).toEqual(server);
  });
});
