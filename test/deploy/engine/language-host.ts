/**
 * The engine's language host for Node, a program that the engine starts: a gRPC server by which it has a program run. Pulumi's own
 * is written in Go and is not served as a module of its own; the protocol, and what runs the program, `@pulumi/pulumi` brings.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';

type Reply = (error: Error | null, answer?: unknown) => void;
type Handler = (call: { readonly request: unknown }, reply: Reply) => void;
type Server = {
  readonly addService: (service: object, handlers: Readonly<Record<string, Handler>>) => void;
  readonly bindAsync: (
    address: string,
    credentials: unknown,
    done: (error: Error | null, port: number) => void,
  ) => void;
};
type Grpc = {
  readonly Server: new () => Server;
  readonly ServerCredentials: { readonly createInsecure: () => unknown };
};

/** As much of Pulumi's `RunRequest` as is passed on. */
type Run = {
  readonly getProject: () => string;
  readonly getStack: () => string;
  readonly getOrganization: () => string;
  readonly getArgsList: () => readonly string[];
  readonly getConfigMap: () => { readonly toObject: () => readonly (readonly [string, string])[] };
  readonly getConfigsecretkeysList: () => readonly string[];
  readonly getDryrun: () => boolean;
  readonly getParallel: () => number;
  readonly getMonitorAddress: () => string;
  readonly getInfo: () => {
    readonly getRootDirectory: () => string;
    readonly getProgramDirectory: () => string;
    readonly getEntryPoint: () => string;
  };
};
type Message = new () => { readonly setVersion: (version: string) => void } & {
  readonly setError: (error: string) => void;
  readonly setBail: (bail: boolean) => void;
};

/** Of a program that has told its user what was wrong (@pulumi/pulumi/cmd/run). */
const hasSaidWhy = 32;

/** `modules`: a directory with @pulumi/pulumi. The engine adds its own address at the end. */
const [modules = '', ...rest] = process.argv.slice(2);
const engine = rest.at(-1) ?? '';
const require = createRequire(join(modules, 'any.js'));
const grpc = require('@grpc/grpc-js') as Grpc;
const messages = require('@pulumi/pulumi/proto/language_pb.js') as Readonly<Record<string, Message>>;
const { PluginInfo } = require('@pulumi/pulumi/proto/plugin_pb.js') as Readonly<Record<string, Message>>;
const { Empty } = require('google-protobuf/google/protobuf/empty_pb.js') as Readonly<Record<string, Message>>;
const { LanguageRuntimeService } = require('@pulumi/pulumi/proto/language_grpc_pb.js') as {
  readonly LanguageRuntimeService: object;
};
const runner = require.resolve('@pulumi/pulumi/cmd/run');

function make(Kind: Message | undefined): InstanceType<Message> {
  if (Kind === undefined) throw new Error('@pulumi/pulumi has no such message');
  return new Kind();
}

/** `name`: of the answer, when nothing is to be said in it. */
function saysNothing(name: string): Handler {
  return (_, reply) => reply(null, make(messages[name]));
}

function run({ request }: { readonly request: unknown }, reply: Reply): void {
  ended(request as Run).then(
    (code) => {
      const answer = make(messages['RunResponse']);
      if (code === hasSaidWhy) answer.setBail(true);
      else if (code !== 0) answer.setError(`the program ended with ${code}`);
      reply(null, answer);
    },
    (error: Error) => reply(error),
  );
}

async function ended(request: Run): Promise<number | null> {
  const info = request.getInfo();
  const options = {
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    'root-directory': info.getRootDirectory(),
    pwd: info.getProgramDirectory(),
    parallel: String(request.getParallel()),
    monitor: request.getMonitorAddress(),
    engine,
  };
  const child = spawn(
    process.execPath,
    [
      runner,
      ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
      ...(request.getDryrun() ? ['--dry-run'] : []),
      info.getEntryPoint(),
      ...request.getArgsList(),
    ],
    {
      cwd: info.getProgramDirectory(),
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toObject())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      },
    },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

const server = new grpc.Server();
server.addService(LanguageRuntimeService, {
  handshake: saysNothing('LanguageHandshakeResponse'),
  // Plugins are found by the providers of the resources.
  getRequiredPlugins: saysNothing('GetRequiredPluginsResponse'),
  getRequiredPackages: saysNothing('GetRequiredPackagesResponse'),
  getProgramDependencies: saysNothing('GetProgramDependenciesResponse'),
  runtimeOptionsPrompts: saysNothing('RuntimeOptionsResponse'),
  about: saysNothing('AboutResponse'),
  getPluginInfo: (_, reply) => reply(null, make(PluginInfo)),
  cancel: (_, reply) => reply(null, make(Empty)),
  run,
});
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  // The engine reads it here.
  process.stdout.write(`${port}\n`);
});
