/**
 * Plays Pulumi's engine for `sst diff`: evaluates the program that SST bundled under Pulumi's own runtime mocks, with
 * AWS's answers made up, and writes the event log that SST reads. A program of its own, started by SST.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Answers, answersOf, stateOf } from './engine-answers.ts';
import { recordOptions, type SeenResource } from './engine-options.ts';
import { isOutOfPulumi, reveal } from './engine-values.ts';

type Inputs = Readonly<Record<string, unknown>>;
type MockResource = { type: string; name: string; custom?: boolean; id?: string; inputs: Inputs };
type MockCall = { token: string; inputs: Inputs };

/** As much of @pulumi/pulumi as is used here; it lives in .sst/platform and nowhere else. */
type Pulumi = {
  readonly runtime: {
    readonly setMocks: (
      mocks: {
        newResource: (resource: MockResource) => { id: string; state: Inputs };
        call: (call: MockCall) => Inputs;
      },
      project: string,
      stack: string,
      preview: boolean,
      organization: string,
    ) => Promise<void>;
    readonly runInPulumiStack: (program: () => Promise<unknown>) => Promise<unknown>;
    readonly registerStackTransformation: (see: (args: SeenResource) => undefined) => void;
  };
};

type Run = {
  readonly app: string;
  readonly stage: string;
  readonly eventLog: string;
  readonly stateFile: string;
};

const [leftoversFile = '', command = '', ...rest] = process.argv.slice(2);

function optionOf(name: string): string {
  const value = rest[rest.indexOf(name) + 1];
  if (!rest.includes(name) || value === undefined) throw new Error(`stub engine: ${command} without ${name}`);
  return value;
}

/** `organization/app/stage`. */
function stateFileOf(stack: string): { app: string; stage: string; stateFile: string } {
  const [, app = '', stage = ''] = stack.split('/');
  return { app, stage, stateFile: join(process.cwd(), '.pulumi/stacks', app, `${stage}.json`) };
}

/** What earlier deployments left in the state, by name: a property whose changes are ignored keeps that value. */
function rememberedOutputs(): Readonly<Record<string, Inputs>> {
  const file = `${leftoversFile}.remembered`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Inputs>) : {};
}

function writeState(file: string, resources: readonly unknown[]): void {
  mkdirSync(dirname(file), { recursive: true });
  const manifest = { time: new Date().toISOString(), magic: '', version: '' };
  writeFileSync(
    file,
    JSON.stringify({ version: 3, checkpoint: { stack: 's', latest: { manifest, resources } } }),
  );
}

async function preview({ app, stage, eventLog, stateFile }: Run): Promise<void> {
  const [, main = ''] = /^main: (.*)$/m.exec(readFileSync('Pulumi.yaml', 'utf8')) ?? [];
  const pulumi = createRequire(main)('@pulumi/pulumi') as Pulumi;
  const answers: Answers = answersOf();
  const remembered = rememberedOutputs();
  const errors = new Set<string>();
  const options = recordOptions();
  const resources: unknown[] = [];
  const registered: string[] = [];
  const emit = (event: object) =>
    appendFileSync(eventLog, `${JSON.stringify({ sequence: 1, timestamp: 1, ...event })}\n`);
  // However this process ends, also when Pulumi itself ends it.
  process.on('exit', () =>
    writeFileSync(
      leftoversFile,
      JSON.stringify({ errors: [...errors], options: options.all(), registered: [...registered] }),
    ),
  );
  // A failure inside an `apply` has nobody to catch it.
  process.on('unhandledRejection', (error) => errors.add(messageOf(error)));

  const newResource = (resource: MockResource) => {
    const { type, name, custom = true } = resource;
    const inputs = reveal(resource.inputs) as Inputs;
    const urn = `urn:pulumi:${stage}::${app}::${type}::${name}`;
    const shape = { type, urn, inputs, outputs: inputs, custom, parent: '', provider: '' };
    registered.push(name);
    resources.push({ urn, custom, type, inputs, outputs: inputs });
    const metadata = {
      op: 'create',
      urn,
      type,
      new: shape,
      old: null,
      detailedDiff: null,
      logical: true,
      provider: '',
    };
    emit({ resourcePreEvent: { metadata, planning: true } });
    emit({ resOutputsEvent: { metadata, planning: true } });
    const { id, state } = stateOf({ type, name, id: resource.id, inputs }, resource.inputs);
    return { id, state: { ...state, ...remembered[name] } };
  };
  const call = ({ token, inputs }: MockCall) => {
    const answer = answers.get(token);
    // Never invent: an answer that nobody thought about could hide what the real one would break.
    if (answer === undefined) {
      const message = `stub engine: no answer for ${token}; add it to engine-answers.ts`;
      errors.add(message);
      throw new Error(message);
    }
    try {
      return answer(reveal(inputs) as Inputs);
    } catch (error) {
      errors.add(messageOf(error));
      throw error;
    }
  };

  // Not as a preview: ids would be unknown, and nobody could tell which security group a rule opens.
  await pulumi.runtime.setMocks({ newResource, call }, app, stage, false, 'organization');
  try {
    await pulumi.runtime.runInPulumiStack(async () => {
      pulumi.runtime.registerStackTransformation(options.see);
      return (await import(pathToFileURL(main).href)).default;
    });
  } catch (error) {
    errors.add(messageOf(error));
  }
  // Only now is nothing pending any more: builds, zips and applies run on after the program has returned.
  process.once('beforeExit', () => {
    writeState(stateFile, resources);
    for (const message of errors) emit({ diagnosticEvent: { message, severity: 'error', color: 'never' } });
    const resourceChanges = { create: resources.length };
    emit({ summaryEvent: { maybeCorrupt: false, durationSeconds: 1, resourceChanges, policyPacks: {} } });
    process.exit(errors.size > 0 ? 1 : 0);
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error || isOutOfPulumi(error) ? String(error.message) : String(error);
}

if (command === 'version') {
  // What SST 4.17 asks for: another answer would make it download an engine.
  process.stdout.write('v3.215.0\n');
} else if (command === 'stack' && rest[0] === 'init') {
  writeState(stateFileOf(rest[1] ?? '').stateFile, []);
} else if (command === 'preview') {
  await preview({ ...stateFileOf(optionOf('--stack')), eventLog: optionOf('--event-log') });
} else {
  process.stderr.write(`stub engine: only preview, not ${command} ${rest.join(' ')}\n`);
  process.exitCode = 1;
}
