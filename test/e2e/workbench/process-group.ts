import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it starts, ended together. */
export interface ProcessGroup {
  /** Everything printed so far, both streams. */
  output(): string;
  /** Settles when the first process of the group has ended, with its exit code. */
  readonly ended: Promise<number | null>;
  /** Ends every process of the group and waits until they are gone. */
  stop(): Promise<void>;
}

/** In the environment of every process we start, so that those which left their group are still found. */
const mark = 'INKLING_WORKBENCH';
const running = new Set<ChildProcess>();
let watching = false;

/** Starts `command` in a process group of its own. It doesn't outlive this process, however this one ends. */
export function startGroup(
  command: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): ProcessGroup {
  endGroupsWithThisProcess();
  const child = spawn(command, parameters, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment, [mark]: String(process.pid) },
  });
  running.add(child);
  const guardian = guard(child);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      output += error.message;
      resolve(null);
    });
    child.on('exit', resolve);
  });
  return {
    output: () => output,
    ended,
    async stop() {
      signalGroup(child, 'SIGTERM');
      // What hasn't ended by itself in two seconds won't.
      const deadline = Date.now() + 2000;
      while (groupIsAlive(child) && Date.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 20));
      signalGroup(child, 'SIGKILL');
      await ended;
      running.delete(child);
      guardian?.kill();
    },
  };
}

/** Processes still alive that this one started, directly or not: their ids and command lines. Linux only, else empty. */
export function survivors(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        if (!environment.includes(`${mark}=${process.pid}`)) return [];
        return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`];
      } catch {
        return []; // ended meanwhile, or another user's
      }
    });
}

/** A shell that waits for our end of a pipe to close, which happens even when this process is killed outright. */
function guard(child: ChildProcess): ChildProcess | undefined {
  if (process.platform === 'win32' || child.pid === undefined) return undefined;
  const guardian = spawn('sh', ['-c', `read -r _; kill -KILL -${child.pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guardian.unref();
  (guardian.stdin as unknown as { unref(): void }).unref(); // a socket, which can be unreferenced
  return guardian;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended already.
  }
}

function groupIsAlive(child: ChildProcess): boolean {
  if (child.pid === undefined) return false;
  try {
    process.kill(-child.pid, 0);
    return true;
  } catch {
    return false;
  }
}

function endGroupsWithThisProcess(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const child of running) signalGroup(child, 'SIGKILL');
  });
  // Without a listener these end Node with no `exit` event.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
}
