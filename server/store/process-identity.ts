/** Which process a file was left by, so that the next one can tell whether it still runs. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Clock ticks from boot to the process's start, where the system tells (Linux): a process id alone is given out again. */
  readonly started?: string;
}

export function ownIdentity(): ProcessIdentity {
  const started = statusOf(process.pid)?.started;
  return { pid: process.pid, host: hostname(), ...(started !== undefined && { started }) };
}

/** `unknown`: it runs on another machine, or the system does not tell one process of an id from the next. */
export function lifeOf({ pid, host, started }: ProcessIdentity): 'running' | 'ended' | 'unknown' {
  if (host !== hostname()) return 'unknown';
  try {
    process.kill(pid, 0); // sends nothing
  } catch (error) {
    // Anything but "no such process" means that there is one, of another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'ended';
  }
  const status = statusOf(pid);
  if (!status || started === undefined) return 'unknown';
  return status.state !== 'Z' && status.started === started ? 'running' : 'ended';
}

/** Fields 3 and 22 of /proc/PID/stat; the second field, the name, is in parentheses and may hold anything. */
function statusOf(pid: number): { state: string; started: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, started] = [fields[0], fields[19]];
    return state !== undefined && started !== undefined ? { state, started } : undefined;
  } catch {
    return undefined; // not Linux, or no such process
  }
}
