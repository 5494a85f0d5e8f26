// How the scripts call npm. Node's builtins only: these run before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Settings of the npm that called us which the inner npm needs to reach its registry; no other is passed on. */
const passedOn =
  /^npm_config_(registry|proxy|https?_?proxy|noproxy|ca|cafile|strict_ssl|cache|userconfig|globalconfig)$/i;

/**
 * The environment for an npm (or any tool) called from inside `npm test` or `npm start`. The outer npm leaves its
 * own options in `npm_*` variables, and those redirect an inner one: after `npm --prefix X test` it would install in X.
 */
export function npmEnvironment(environment = process.env) {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) => !/^npm_/i.test(name) || (passedOn.test(name) && value !== ''),
    ),
  );
}

/** Runs npm in `folder`, its output shown; true when it succeeded. */
export function runNpm(parameters, folder) {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const { status } = spawnSync('npm', [...parameters, ...quiet], {
    cwd: folder,
    env: npmEnvironment(),
    // Standard output goes to our standard error: what a script prints there is its result.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  return status === 0;
}

/** Installs the development dependencies where they are missing or not those of the lockfile; true when all are there. */
export function installDependencies(root) {
  if (isInstalled(root)) return true;
  console.error('Installing dependencies …');
  // Dependencies' install scripts stay off: none of them is needed.
  return runNpm(['ci', '--ignore-scripts', '--include=dev', '--include=optional'], root);
}

/** Compares the lockfile with the one that npm leaves in node_modules when it has finished. */
function isInstalled(root) {
  const lockfile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(lockfile)) return false;
  const read = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const installed = read(lockfile);
  return Object.entries(read(join(root, 'package-lock.json'))).every(
    // Optional ones are for other platforms; the empty path is this package itself.
    ([path, { optional, version }]) => path === '' || optional || installed[path]?.version === version,
  );
}
