/** What the tests that kill servers look at afterwards. */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerProcess } from '../server/language-server/server-process';

/** Kills it as a crash or the system would, and waits until it is gone. */
export async function kill({ process: child }: ServerProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Processes that were started with this variable in their environment, as Linux tells it; elsewhere none. */
export function processesWith(variable: string, value: string): number[] {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      if (!Number.isInteger(pid) || pid === process.pid) return false;
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${variable}=${value}`);
      } catch {
        return false; // gone, or another user's
      }
    });
}

/** Files in the storage that are none of those that belong there. */
export function strayFiles(storage: string, expected: readonly string[]): string[] {
  return readdirSync(join(storage)).filter((name) => !expected.includes(name));
}
