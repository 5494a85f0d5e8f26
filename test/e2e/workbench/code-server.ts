import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { eventually } from './eventually';
import type { WorkbenchInstall } from './install';
import { startGroup } from './process-group';

/** A running VS Code server, on loopback. */
export interface CodeServer {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  /** What its page asks for: anyone who can open it has a shell, and every user of a machine reaches its loopback. */
  readonly password: string;
  /** Settles when it has ended. */
  readonly ended: Promise<number | null>;
  output(): string;
  stop(): Promise<void>;
}

export interface CodeServerOptions {
  readonly install: WorkbenchInstall;
  /** Holds the user data, the extensions and nothing else; made if missing. */
  readonly profile: string;
  /** The extension to have in it, a .vsix. */
  readonly extension: string;
  /** User settings on top of the quiet ones below. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Settings that turn off what a new VS Code shows, asks and sends by itself. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Installs the extension in the profile and starts the server; ready when this settles. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const { install, profile, extension, settings, environment } = options;
  const user = join(profile, 'user');
  mkdirSync(join(user, 'User'), { recursive: true });
  writeFileSync(join(user, 'User/settings.json'), JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  const configuration = join(profile, 'code-server.yaml'); // else it reads and writes the one in the home folder
  writeFileSync(configuration, '');
  const folders = ['--user-data-dir', user, '--extensions-dir', join(profile, 'extensions')];
  const start = (parameters: readonly string[], secrets: NodeJS.ProcessEnv = {}) =>
    startGroup(install.node, [install.codeServer, '--config', configuration, ...folders, ...parameters], {
      EXTENSIONS_GALLERY: '{}',
      ...environment,
      ...secrets,
    });

  const installing = start(['--install-extension', extension, '--force']);
  if ((await installing.ended) !== 0)
    throw new Error(`${extension} does not install:\n${installing.output()}`);
  await installing.stop();

  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const password = randomBytes(16).toString('base64url');
  const server = start(
    [
      ...['--auth', 'password', '--bind-addr', `127.0.0.1:${port}`, '--ignore-last-opened'],
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
      '--disable-getting-started-override',
    ],
    // Other users can read a command line, and no environment. Given the password itself, or an argon2 hash, code-server would spend some
    // 50 ms on each of the page's hundreds of requests; of 128 random bits a plain hash is as safe.
    { HASHED_PASSWORD: createHash('sha256').update(password).digest('hex') },
  );
  try {
    await eventually('code-server to answer', () => answers(`${address}/healthz`), {
      seconds: 30,
      found: () => server.output(),
    });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { address, password, ended: server.ended, output: server.output, stop: server.stop };
}

/** The cookie of somebody who has given the password, as Playwright takes it. */
export async function signIn({
  address,
  password,
}: CodeServer): Promise<{ name: string; value: string; url: string }> {
  const { headers, status } = await fetch(`${address}/login`, {
    method: 'POST',
    body: new URLSearchParams({ password }),
    redirect: 'manual',
  });
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(headers.getSetCookie()[0] ?? '') ?? [];
  if (name === undefined || value === undefined)
    throw new Error(`code-server let nobody in: status ${status}`);
  return { name, value, url: address };
}

/** The page of a folder opened in that server, or of a window without any. */
export function folderAddress(server: CodeServer, folder: string | undefined): string {
  return `${server.address}/?${folder === undefined ? 'ew=true' : `folder=${encodeURIComponent(folder)}`}`;
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}

/** A port nobody listens on at this moment. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}
