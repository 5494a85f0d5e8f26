import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, renameSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import type { WorkbenchInstall } from './install';

/** Names under which a Chromium is found on the PATH, the most usual first. */
const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

const flags = [
  // The tests may run as root, where the sandbox can't.
  ...['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  ...['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  '--disable-sync',
  // Besides the request filter in workbench.ts: no host name but loopback's resolves.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/**
 * Starts a headless browser with a new profile: the one `CHROME_PATH` names, else one on the PATH, else the one that
 * npm carries; that one alone where `INKLING_BROWSER` is `npm`. Each is taken only if it really starts; when none does,
 * the error says so in one line.
 */
export async function launchBrowser(install: WorkbenchInstall): Promise<Browser> {
  const carried = () => fromNpm(install);
  const candidates = process.env.INKLING_BROWSER === 'npm' ? [carried] : [fromEnvironment, fromPath, carried];
  const failures: string[] = [];
  for (const candidate of candidates) {
    let path: string | undefined;
    try {
      path = candidate();
      if (!path) continue;
      const browser = await chromium.launch({ executablePath: path, args: flags, timeout: 30_000 });
      console.error(`In the browser ${path}, version ${browser.version()}`);
      return browser;
    } catch (error) {
      failures.push(
        `${path ?? 'the one from npm'}: ${String(error).split('\n').slice(0, 2).join(' ').slice(0, 200)}`,
      );
    }
  }
  throw new Error(
    `No browser starts here. Install Chromium (Debian: apt-get install chromium) or set CHROME_PATH. ${failures.join('; ')}`,
  );
}

function fromEnvironment(): string | undefined {
  return process.env.CHROME_PATH || undefined;
}

function fromPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @sparticuz/chromium holds a compressed Chromium and unpacks it into the temporary folder; here, into one beside it. */
function fromNpm(install: WorkbenchInstall): string {
  const folder = join(install.folder, 'browser');
  if (!existsSync(folder)) {
    const partial = `${folder}.partial-${process.pid}`;
    mkdirSync(partial);
    const program = "import('@sparticuz/chromium').then((module) => module.default.executablePath())";
    const environment = { ...process.env, TMPDIR: partial };
    execFileSync(install.node, ['-e', program], { cwd: install.folder, env: environment, stdio: 'pipe' });
    renameSync(partial, folder);
  }
  return join(folder, 'chromium');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
