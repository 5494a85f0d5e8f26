import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser';
import { type CodeServer, startCodeServer } from './code-server';
import { installWorkbench } from './install';
import { survivors } from './process-group';
import { Workbench } from './workbench';

const root = resolve(__dirname, '../../..');
/** One for all test files: starting it takes longer than most tests. Windows of it share nothing but settings. */
let shared: { server: CodeServer; browser: Browser; temporary: string } | undefined;

/** Training that a test can wait for; both themes within reach of a screenshot. */
const settings = {
  'inkling.trainingSeconds': 3,
  'window.autoDetectColorScheme': true,
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
};

/** Mocha's root hooks: what runs before the first test and after the last, whether they passed or not. */
export const mochaHooks = {
  async beforeAll(this: Mocha.Context) {
    this.timeout(300_000); // the first time, 600 MB come over the network
    const install = installWorkbench(__dirname);
    const browser = await launchBrowser(install);
    const temporary = mkdtempSync(join(tmpdir(), 'inkling-e2e-'));
    const extension = packExtension(join(temporary, 'inkling.vsix'));
    const environment = { INKLING_CONNECTIONS: join(temporary, 'connections') };
    const profile = join(temporary, 'profile');
    const server = await startCodeServer({ install, profile, extension, settings, environment });
    watchConnections(join(profile, 'extensions'));
    shared = { server, browser, temporary };
  },
  async afterAll() {
    if (!shared) return;
    await shared.browser.close();
    await shared.server.stop();
    rmSync(shared.temporary, { recursive: true, force: true });
    assert.deepEqual(survivors(), [], 'processes outlived the tests');
  },
};

/** A window on a new folder that holds the given files, by path. */
export async function openFolder(files: Record<string, string | Uint8Array>): Promise<Opened> {
  if (!shared) throw new Error('the workbench is not running: mocha was started without its root hooks');
  const folder = mkdtempSync(join(shared.temporary, 'folder-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const screenshots = join(root, 'artifacts');
  return { folder, workbench: await Workbench.open(shared.browser, shared.server, folder, screenshots) };
}

/** A window without any folder. */
export async function openWindow(): Promise<Workbench> {
  if (!shared) throw new Error('the workbench is not running: mocha was started without its root hooks');
  return Workbench.open(shared.browser, shared.server, undefined, join(root, 'artifacts'));
}

export interface Opened {
  readonly folder: string;
  readonly workbench: Workbench;
}

/** VS Code keeps NODE_OPTIONS from extensions, so the watch is put into the installed bundles themselves. */
function watchConnections(extensions: string): void {
  const watch = `'use strict';require(${JSON.stringify(join(__dirname, 'connection-watch.cjs'))});`;
  const installed = readdirSync(extensions).find((name) => name.startsWith('inkling.'));
  for (const bundle of [
    'client',
    'server',
    'corpus-worker',
    'base-worker',
    'store-worker',
    'training-worker',
    'checkpoint-worker',
  ]) {
    const file = join(extensions, installed ?? '', 'dist', `${bundle}.js`);
    writeFileSync(file, watch + readFileSync(file, 'utf8'));
  }
}

/** How many language servers have been started so far, for all windows together. */
export function serversStarted(): number {
  const notes = readFileSync(join(shared?.temporary ?? '', 'connections'), 'utf8').split('\n');
  return notes.filter((note) => /^watching .*\/dist\/server\.js/.test(note)).length;
}

/** Fails if the page, our side of the extension host or our language server asked anything of another machine. */
export function assertNothingLeft({ workbench }: Opened): void {
  assert.deepEqual(workbench.outside, []);
  const notes = readFileSync(join(shared?.temporary ?? '', 'connections'), 'utf8').split('\n');
  assert.ok(
    notes.some((note) => /^watching .*\/dist\/server\.js/.test(note)),
    'the language server was not watched',
  );
  assert.deepEqual(
    notes.filter((note) => /^(called|looked-up) /.test(note)),
    [],
  );
}

function packExtension(file: string): string {
  const script = join(root, 'scripts/package.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--no-build', '--out', file], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The extension can't be packed; run "npm run build" first.\n${stderr}`);
  return file;
}
