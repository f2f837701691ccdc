/** The command line as a person meets it, for the pages that are written from it. */
import { Writable } from 'node:stream';
import type { CommandContext } from '@garbageday/cli/command-context.ts';
import { usualPlatforms } from '@garbageday/cli/main.ts';
import { createOutput } from '@garbageday/cli/output.ts';
import { buildProgram } from '@garbageday/cli/program.ts';
import type { ServiceOffer } from '@garbageday/cli/service-offer.ts';
import type { Command } from 'commander';

/** What the demo offers; a test holds the two together, as the product may not import the demo. */
export const demoOffer: ServiceOffer = {
  data: { choices: ['auto', 'mongod', 'mongolite'], help: 'auto (mongod when found), mongod, mongolite' },
  load: () => refuse('a service'),
};

/** The program of a checkout, with the demo; none of its commands can do anything. `said`: where its help goes. */
export function documentedProgram(said: string[]): Command {
  const { stderr, stdin } = process;
  const write = (chunk: unknown, _encoding: string, done: () => void) => {
    said.push(String(chunk));
    done();
  };
  const stdout = new Writable({ write });
  const surroundings: CommandContext['surroundings'] = {
    ...{ stdout, stderr, stdin, cwd: '/', program: 'garbageday', env: {}, now: () => 0 },
    ...{ service: demoOffer, platforms: usualPlatforms, questions: async () => null },
    interfaces: () => ({}),
    openAws: () => refuse('AWS'),
    runners: {
      gameDay: () => refuse('a game day'),
      rehearse: () => refuse('a game day'),
      up: () => refuse('a stack'),
      probe: () => refuse('a probe'),
    },
  };
  const output = createOutput(surroundings, 'text');
  return buildProgram({
    ...{ surroundings, output, version: '0.0.0', finish: () => {} },
    again: () => refuse('a command'),
  });
}

async function refuse(what: string): Promise<never> {
  throw new Error(`the docs do not start ${what}`);
}
