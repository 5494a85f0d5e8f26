// npm run release [-- --out FOLDER] [-- --repository URL]: from a clean clone of what is committed, the .vsix, the npm package and
// their sums, in artifacts/release by default. Installs and runs the npm package, and says what vsce and npm audit found. Publishes
// nothing: that is a person's step, by name, on another day.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { npmEnvironment, runNpm } from './npm.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { out: { type: 'string' }, repository: { type: 'string' } } });
const out = resolve(values.out ?? join(root, 'artifacts/release'));

if (git('status', '--porcelain'))
  fail('There are changes that are not committed; a release is made of commits.');
const temporary = mkdtempSync(join(tmpdir(), 'inkling-release-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
const clone = join(temporary, 'clone');
git('clone', '--quiet', '--no-hardlinks', root, clone);
const manifest = read(clone, 'package.json');
const version = JSON.parse(manifest).version;
const repository =
  values.repository ??
  JSON.parse(manifest).repository?.url ??
  git('config', '--default', '', 'remote.origin.url');
if (/^https:/.test(repository)) {
  writeFileSync(
    join(clone, 'package.json'),
    JSON.stringify({ ...JSON.parse(manifest), repository: { type: 'git', url: repository } }, null, 2),
  );
} else say('repository: unknown (give --repository https://…); the page links to no file of it');
if (!read(clone, 'CHANGELOG.md').includes(`\n## ${version}\n`))
  fail(`CHANGELOG.md says nothing of ${version}.`);

if (!runNpm(['ci', '--ignore-scripts'], clone)) fail('The dependencies do not install; npm says why above.');
node(clone, 'scripts/build.mjs');
mkdirSync(out, { recursive: true });
const extension = join(out, `inkling-${version}.vsix`);
const packed = node(clone, 'scripts/package.mjs', '--no-build', '--out', extension);
const found = packed.split('\n').filter((line) => /\b(WARNING|ERROR)\b/.test(line));
say(`vsce: ${found.length > 0 ? found.join('\n') : 'no warning'}`);

const { packForNpm } = await import('./npm-package.mjs');
const forNpm = packForNpm(clone, out);
const home = join(temporary, 'installed');
mkdirSync(home);
writeFileSync(join(home, 'package.json'), '{ "private": true }');
if (!runNpm(['install', '--offline', forNpm], home)) fail('The npm package does not install.');
const command = join(home, 'node_modules/inkling');
const base = join(command, 'bases/english.inkling');
const offered = node(
  home,
  join(command, 'dist/cli.js'),
  'suggest',
  'It was the first ',
  '--model',
  base,
  '--count',
  '1',
);
if (!offered.trim()) fail('The npm package suggests nothing.');
say(`npm package: installs, and after "It was the first" suggests: ${offered.trim()}`);
say(`npm audit: ${audit(clone)}`);

const sums = [extension, forNpm].map((file) => `${sum(file)}  ${basename(file)}`).join('\n');
writeFileSync(join(out, 'SHA256SUMS'), `${sums}\n`);
cpSync(join(clone, 'dist/bill-of-materials.json'), join(out, 'bill-of-materials.json'));
say(
  `commit ${git('rev-parse', 'HEAD')}, signed off by ${git('config', '--default', 'nobody', 'user.name')}\n${sums}\nin ${out}`,
);

/** What npm knows of the packages that are bundled; those that only build and test are counted apart. */
function audit(folder) {
  const { stdout } = spawnSync('npm', ['audit', '--json'], {
    cwd: folder,
    encoding: 'utf8',
    env: npmEnvironment(),
    shell: process.platform === 'win32',
  });
  const { vulnerabilities, message } = JSON.parse(stdout || '{}');
  if (!vulnerabilities) return `not answered (${message ?? 'no reason given'}); ask again before publishing`;
  const { components } = JSON.parse(read(folder, 'dist/bill-of-materials.json'));
  const bundled = new Set(components.map(({ group, name }) => (group ? `${group}/${name}` : name)));
  const names = Object.values(vulnerabilities).map(({ name, severity }) => ({ name, severity }));
  const ours = names.filter(({ name }) => bundled.has(name));
  if (ours.length > 0)
    fail(`npm audit: ${ours.map(({ name, severity }) => `${name} (${severity})`).join(', ')}`);
  return `nothing in what is bundled; ${names.length} in what builds and tests`;
}

function git(...parameters) {
  const { status, stdout, stderr } = spawnSync('git', parameters, { cwd: root, encoding: 'utf8' });
  if (status !== 0) fail(stderr);
  return stdout.trim();
}

/** Runs a Node program; what it printed. */
function node(folder, ...parameters) {
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) fail(`${parameters.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout + stderr;
}

function sum(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function read(folder, file) {
  return readFileSync(join(folder, file), 'utf8');
}

function say(text) {
  console.log(text);
}

function fail(text) {
  console.error(text);
  process.exit(1);
}
