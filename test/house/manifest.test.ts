import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../server/language-server/settings';
import { importsOf, root, sourceFiles } from './sources';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const texts: Record<string, string> = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8'));

/** Development tools that no source file imports, and what calls them. */
const tools: Record<string, string> = {
  '@biomejs/biome': 'npm run lint',
  '@vscode/vsce': 'scripts/package.mjs',
  assemblyscript: 'scripts/build-kernels.mjs',
  esbuild: 'scripts/build.mjs',
  mocha: 'npm test',
  tsx: 'mocha, and npm start',
  typescript: 'npm run types',
};

interface Setting {
  readonly type: string;
  readonly enum?: unknown;
  readonly order?: number;
  readonly scope?: string;
  readonly default?: unknown;
}

/** Of all groups. */
function settingsOf(): Record<string, Setting> {
  const groups: { properties: Record<string, Setting> }[] = manifest.contributes.configuration;
  return Object.assign({}, ...groups.map(({ properties }) => properties));
}

describe('package.json', () => {
  it('has no run-time dependencies: everything that ships is bundled', () => {
    assert.deepEqual(manifest.dependencies ?? {}, {});
  });

  it('promises the oldest editor and Node that are supported', () => {
    assert.equal(manifest.engines.vscode, '^1.91.0');
    assert.equal(manifest.engines.node, '>=20');
    // Types of a newer editor would let calls through that the oldest one lacks.
    assert.match(manifest.devDependencies['@types/vscode'], /^[~^]?1\.91\./);
    assert.match(manifest.devDependencies['@types/node'], /^\^?20\./);
  });

  it('names files that the build makes', () => {
    const build = readFileSync(join(root, 'scripts/build.mjs'), 'utf8');
    for (const file of [manifest.main, ...Object.values<string>(manifest.bin)]) {
      const name = /^(?:\.\/)?dist\/([\w-]+)\.js$/.exec(file)?.[1];
      assert.ok(name, `${file} is not in dist/`);
      assert.match(build, new RegExp(`['"]?${name}['"]?:`), `${file} is not a bundle of scripts/build.mjs`);
    }
  });

  it('shows a text for every %key%, and keeps no text unused', () => {
    const used = [...JSON.stringify(manifest).matchAll(/%([\w.]+)%/g)].map((match) => match[1] ?? '');
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
  });

  it('contributes commands and settings that the client handles', () => {
    const client = [
      ...sourceFiles('client'),
      ...sourceFiles('server').filter(({ path }) => path === 'server/protocol.ts'),
    ]
      .map(({ text }) => text)
      .join('\n');
    const { commands } = manifest.contributes;
    const names: string[] = commands.map(({ command }: { command: string }) => `'${command}'`);
    const settings = Object.keys(settingsOf()).map((name) => `'${name.replace(/^inkling\./, '')}'`);
    assert.deepEqual(
      [...names, ...settings].filter((name) => !client.includes(name)),
      [],
    );
  });

  it('has few settings, each with a place, a scope and a default', () => {
    const settings = Object.entries(settingsOf());
    assert.ok(settings.length <= 20, String(settings.length));
    for (const [name, { order, scope, default: usual }] of settings)
      assert.ok(order !== undefined && scope && usual !== undefined, name);
    // What a writer may want otherwise in one language is what the server takes by language.
    const byLanguage = settings
      .filter(([, { scope }]) => scope === 'language-overridable')
      .map(([name]) => name);
    assert.deepEqual(
      byLanguage.sort(),
      ['delay', 'eagerness', 'ghostText', 'leastProbability', 'list', 'longestOffer'].map(
        (name) => `inkling.${name}`,
      ),
    );
  });

  it('has the defaults of the server, which other editors get', () => {
    const { byLanguage, ...expected } = { ...DEFAULT_SETTINGS, threads: 0 }; // 0 lets the server choose
    assert.deepEqual(byLanguage, {});
    const defaults = Object.entries(settingsOf()).map(([name, setting]) => [
      name.replace('inkling.', ''),
      setting.default,
    ]);
    assert.deepEqual(Object.fromEntries(defaults), expected);
  });

  it('lets no workspace that is not trusted spend the processor or name files', () => {
    // How suggestions look is free; numbers of learning, battery and files are not.
    const costly = Object.entries(settingsOf())
      .filter(
        ([name, { type, scope, enum: values }]) =>
          name.endsWith('OnBattery') ||
          (scope !== 'language-overridable' &&
            (['number', 'integer'].includes(type) || (type === 'string' && !values))),
      )
      .map(([name]) => name);
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual([...restrictedConfigurations].sort(), costly.sort());
  });

  it('has a use for every development dependency', () => {
    const folders = ['model', 'server', 'client', 'test', 'bench'];
    const sources = folders.filter((folder) => existsSync(join(root, folder))).flatMap(sourceFiles);
    const imported = new Set(sources.flatMap(importsOf));
    const text = sources.map((source) => source.text).join('\n');
    const isUsed = (name: string) =>
      name in tools ||
      name.startsWith('@types/') ||
      [...imported].some((path) => path === name || path.startsWith(`${name}/`)) ||
      text.includes(`${name}/`); // read as data, by its path
    assert.deepEqual(
      Object.keys(manifest.devDependencies).filter((name) => !isUsed(name)),
      [],
    );
  });
});

describe('ARCHITECTURE.md', () => {
  const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  /** What tools put there; git ignores it. */
  const made = ['node_modules', 'dist', 'artifacts'];

  it('mentions every folder of the root', () => {
    const folders = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !made.includes(entry.name))
      .map((entry) => `${entry.name}/`);
    assert.deepEqual(
      folders.filter((folder) => !architecture.includes(`\`${folder}`)),
      [],
    );
  });

  it('mentions only files and folders that exist', () => {
    const mentioned = [
      ...architecture.matchAll(/`((?:model|server|client|test|bench|scripts|samples)\/[\w./-]*)`/g),
    ];
    assert.ok(mentioned.length > 5);
    const paths = mentioned.map((match) => match[1] ?? '');
    assert.deepEqual(
      paths.filter((path) => !existsSync(join(root, path))),
      [],
    );
  });
});
