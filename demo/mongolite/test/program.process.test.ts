import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './process/eventually.ts';
import { freePorts } from './process/free-ports.ts';
import { bundledProgram, type Program } from './process/program.ts';

describe('the program', () => {
  let program: Program;
  let port = 0;

  beforeAll(async () => {
    program = await bundledProgram();
    [port = 0] = await freePorts(1);
  });

  afterAll(() => program.close());

  const usual = (name: string) => [
    ...[
      '--replSet',
      'rs0',
      '--port',
      String(port),
      '--bind_ip',
      '127.0.0.1',
      '--nounixsocket',
      '--oplogSize',
      '64',
    ],
    ...['--dbpath', join(program.directory, name), '--setParameter', 'enableTestCommands=1'],
  ];

  it('takes the flags of mongod, says when it listens, and leaves on SIGTERM with 0', async () => {
    const member = program.run(usual('db'));
    await member.listening;
    const line = { listening: true, port, pid: member.process.pid };
    await eventually('the message', async () => member.messages[0] ?? null);
    expect(member.output.map((text) => JSON.parse(text))).toContainEqual(line);
    expect(member.messages).toEqual([{ kind: 'listening', port }]);
    member.process.kill('SIGTERM');
    expect(await member.exit).toEqual({ code: 0, signal: null });
  });

  it('ignores SIGINT while it is supervised, and leaves when its supervisor does', async () => {
    const member = program.run(usual('db'));
    await member.listening;
    member.process.kill('SIGINT');
    member.process.kill('SIGINT');
    await eventually('the message', async () => member.messages[0] ?? null);
    expect(member.process.exitCode).toBeNull();
    member.process.disconnect();
    expect(await member.exit).toEqual({ code: 0, signal: null });
  });

  it('leaves on SIGINT when a person started it', async () => {
    const member = program.run(usual('db'), { isSupervised: false });
    await member.listening;
    member.process.kill('SIGINT');
    expect(await member.exit).toEqual({ code: 0, signal: null });
  });

  it.each([
    [
      'an unknown flag',
      ['--dbpath', 'x', '--frobnicate'],
      /^mongolite: Unknown option '--frobnicate'; .*--replSet/,
    ],
    ['no dbpath', ['--port', '27017'], /^mongolite: --dbpath is missing/],
    ['a port that is none', ['--dbpath', 'x', '--port', 'abc'], /^mongolite: --port must be .* not "abc"/],
    [
      'a port out of range',
      ['--dbpath', 'x', '--port', '70000'],
      /^mongolite: --port must be .* not "70000"/,
    ],
    ['a positional argument', ['--dbpath', 'x', 'serve'], /^mongolite: .*serve/],
  ])('says one line and ends with 2 on %s', async (_, args, message) => {
    const member = program.run(args);
    expect(await member.exit).toEqual({ code: 2, signal: null });
    expect(member.errors).toHaveLength(1);
    expect(member.errors[0]).toMatch(message);
  });

  it('says which port is in use, and touches nothing', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
    const member = program.run(usual('untouched'));
    expect(await member.exit).toEqual({ code: 2, signal: null });
    expect(member.errors).toEqual([`mongolite: address 127.0.0.1:${port} is in use: choose another --port`]);
    await new Promise((resolve) => holder.close(resolve));
  });

  it('closes a connection that does not speak the protocol, and lives on', async () => {
    const member = program.run(usual('db'));
    await member.listening;
    const garbage = [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.alloc(64),
      Buffer.from([16, 0, 0, 0, ...Buffer.alloc(12)]),
    ];
    for (const bytes of garbage) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(bytes);
      await new Promise((resolve) => socket.on('close', resolve));
    }
    expect(member.process.exitCode).toBeNull();
    member.process.kill('SIGTERM');
    expect(await member.exit).toEqual({ code: 0, signal: null });
  });

  it('says which dbpath cannot be used', async () => {
    writeFileSync(join(program.directory, 'file'), '');
    const member = program.run(usual('file/below'));
    expect(await member.exit).toEqual({ code: 2, signal: null });
    expect(member.errors).toEqual([expect.stringMatching(/^mongolite: cannot use --dbpath .*file\/below: /)]);
  });
});
