/** The ports on which a process actually listens. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { statFields } from './process-start.ts';

const groupField = 2;
const listening = '0A';

/** TCP ports on which a process of the group listens, ascending; empty if the system does not tell (no /proc). */
export function listeningPorts(processGroup: number): readonly number[] {
  return portsOf(pidsOf(processGroup));
}

/** Whether this very process listens on the port, not another of its group; null where the system does not tell. */
export function isListening(pid: number, port: number): boolean | null {
  return textOf('/proc/net/tcp') === '' ? null : portsOf([pid]).includes(port);
}

function portsOf(pids: readonly number[]): readonly number[] {
  const sockets = new Set(pids.flatMap(socketsOf));
  const ports = ['tcp', 'tcp6'].flatMap((table) => listenersIn(`/proc/net/${table}`));
  return [...new Set(ports.filter(({ inode }) => sockets.has(inode)).map(({ port }) => port))].toSorted(
    (a, b) => a - b,
  );
}

function pidsOf(processGroup: number): readonly number[] {
  return namesIn('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && Number(statFields(pid)?.[groupField]) === processGroup);
}

function socketsOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return namesIn(folder).flatMap((name) => /^socket:\[(\d+)\]$/.exec(linkAt(`${folder}/${name}`))?.[1] ?? []);
}

/** proc_net(5): the local address is hexadecimal, the state the fourth field, the inode the tenth. */
function listenersIn(table: string): readonly { readonly port: number; readonly inode: string }[] {
  return textOf(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === listening)
    .map((fields) => ({ port: Number.parseInt(fields[1]?.split(':')[1] ?? '', 16), inode: fields[9] ?? '' }));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkAt(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
