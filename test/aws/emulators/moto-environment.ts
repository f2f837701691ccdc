/** A Python environment of its own for moto, made once and found again. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Pinned. Of moto's server extra only what the adapters use: the whole is three times as large. */
const packages = [
  'moto[autoscaling,cloudwatch,ec2,elb,elbv2,events,scheduler,sns,sqs,ssm]==5.2.5',
  'flask==3.1.3',
  'flask-cors==6.0.5',
];

const cache = join(import.meta.dirname, '../../../node_modules/.cache/garbageday-moto');

/** Path of its Python. The first time takes about fifteen seconds, and PyPI. */
export async function motoPython(): Promise<string> {
  const home = join(cache, 'moto-5.2.5');
  const python = join(home, 'bin/python');
  if (existsSync(python)) return python;
  // Under another name until it is complete, so that half of one is never found.
  const making = `${home}.making-${process.pid}`;
  mkdirSync(cache, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', making]);
    await run(join(making, 'bin/python'), [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
      ...packages,
    ]);
    renameSync(making, home);
  } catch (error) {
    if (existsSync(python)) return python;
    throw new Error(
      'moto could not be installed; test:aws needs python3 with venv and pip, and PyPI: apt install python3-venv',
      { cause: error },
    );
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return python;
}
