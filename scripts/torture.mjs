// npm run torture [-- MOCHA OPTIONS]: builds, then runs the long form of the tests in test/torture/: minutes instead of seconds.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const run = (program, args, env) =>
  spawnSync(program, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;

const built = run(process.execPath, [join(root, 'scripts/build.mjs')], process.env);
process.exitCode =
  built ||
  run(
    process.execPath,
    ['node_modules/mocha/bin/mocha.js', '--config', 'test/torture/.mocharc.json', ...process.argv.slice(2)],
    { ...process.env, TORTURE: 'full' },
  );
