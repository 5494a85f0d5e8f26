// npm start [-- FOLDER]: opens VS Code with the extension on a folder of prose, by default the samples. The desktop's
// VS Code where `code` is on the PATH, else one in the browser. Runs until Ctrl+C, which ends everything.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies } from './npm.mjs';
import { build, packageExtension } from './package.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const folder = resolve(process.env.INIT_CWD ?? process.cwd(), process.argv[2] ?? join(root, 'samples'));
if (!existsSync(folder) || !statSync(folder).isDirectory()) fail(`${folder} is not a folder.`);
if (!installDependencies(root)) fail('npm could not install the dependencies; it says why above.');
if (!build()) fail('The build failed; it says why above.');
if (desktopIsThere()) await openDesktop();
else await openInBrowser().catch((error) => fail(error.message));

/** In a remote or container terminal `code` only talks to a window elsewhere, which can't load an extension from here. */
function desktopIsThere() {
  if (process.env.VSCODE_IPC_HOOK_CLI) return false;
  const names = process.platform === 'win32' ? ['code.cmd'] : ['code'];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.some((path) => names.some((name) => existsSync(join(path, name))));
}

async function openDesktop() {
  console.log(`Opening VS Code on ${folder}; close its window to end.`);
  const parameters = ['--new-window', '--wait', `--extensionDevelopmentPath=${root}`, folder];
  const code = spawn('code', parameters, { stdio: 'inherit', shell: process.platform === 'win32' });
  process.exitCode = await new Promise((ended) => {
    code.on('error', () => ended(1));
    code.on('exit', (status) => ended(status ?? 1));
  });
}

async function openInBrowser() {
  const { tsImport } = await import('tsx/esm/api');
  const harness = (name) => tsImport(`../test/e2e/workbench/${name}.ts`, import.meta.url);
  const { cacheFolder, installWorkbench } = await harness('install');
  const { folderAddress, startCodeServer } = await harness('code-server');
  const server = await startCodeServer({
    install: installWorkbench(join(root, 'test/e2e/workbench')),
    profile: join(cacheFolder(), 'profile'), // kept, so that what was learned is there at the next start
    extension: await packageExtension(),
  });
  console.log(`\nVS Code with Inkling is at ${folderAddress(server, folder)}`);
  console.log(`Its password, new at each start: ${server.password}\nCtrl+C ends it.`);
  process.exitCode = (await server.ended) ?? 1;
  console.error(server.output());
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
