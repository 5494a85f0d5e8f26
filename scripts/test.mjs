// npm test [-- STEP...]: installs, then runs every step, or those named: build, lint, types, unit, e2e. On demand, too:
// e2e-npm-browser, the end-to-end tests in the browser that npm carries, whatever others there are. A step that fails doesn't
// keep the next from running. The last line is the sum: "N passed, N failed".
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies, npmEnvironment } from './npm.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const mocha = ['node_modules/mocha/bin/mocha.js', '--reporter', 'scripts/counting-reporter.cjs'];
const typescript = 'node_modules/typescript/bin/tsc';

const endToEnd = [[...mocha, '--config', 'test/e2e/.mocharc.json']];

/** Each step: the Node programs that it consists of, one after the other. */
const steps = {
  build: [['scripts/build.mjs']],
  lint: [['node_modules/@biomejs/biome/bin/biome', 'check']],
  types: [
    [typescript, '--noEmit'],
    [typescript, '--noEmit', '-p', 'client/loss-view'],
  ],
  unit: [mocha],
  e2e: endToEnd,
  'e2e-npm-browser': endToEnd,
};
const onDemand = { 'e2e-npm-browser': { INKLING_BROWSER: 'npm' } };

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in steps));
if (unknown) {
  console.error(`There is no step "${unknown}"; the steps are ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
const results = mkdtempSync(join(tmpdir(), 'inkling-test-'));
const countsFile = join(results, 'counts.json');
process.on('exit', () => rmSync(results, { recursive: true, force: true }));

if (installDependencies(root)) {
  const all = Object.keys(steps).filter((name) => !(name in onDemand));
  for (const name of wanted.length > 0 ? wanted : all) await runStep(name);
} else {
  console.error('npm could not install the dependencies; it says why above.');
  failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function runStep(name) {
  const began = Date.now();
  console.log(`\n== ${name}`);
  let failures = 0;
  for (const program of steps[name]) {
    rmSync(countsFile, { force: true });
    const status = await run(program, onDemand[name]);
    const counts = readCounts();
    passed += counts.passes;
    // A program that fails without counting anything is one failure.
    failures += counts.failures || (status === 0 ? 0 : 1);
  }
  failed += failures;
  console.log(
    `== ${name}: ${failures > 0 ? 'failed' : 'done'} in ${((Date.now() - began) / 1000).toFixed(1)} s`,
  );
}

/** Runs a Node program with our terminal; an interrupt reaches it before it ends us, so that it can tidy up. */
function run(program, variables) {
  return new Promise((resolve) => {
    const environment = { ...npmEnvironment(), ...variables, INKLING_TEST_COUNTS: countsFile };
    const child = spawn(process.execPath, program, { cwd: root, stdio: 'inherit', env: environment });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const passOn = (signal) => {
      child.once('exit', () => process.exit(130));
      child.kill(signal);
    };
    for (const signal of signals) process.on(signal, passOn);
    child.on('close', (status) => {
      for (const signal of signals) process.off(signal, passOn);
      resolve(status);
    });
    child.on('error', () => resolve(1));
  });
}

function readCounts() {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8'));
  } catch {
    return { passes: 0, failures: 0 };
  }
}
