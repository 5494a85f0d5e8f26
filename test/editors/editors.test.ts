import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from '../house/sources';

const documented = readFileSync(join(root, 'EDITORS.md'), 'utf8');

/** The lines of EDITORS.md for one editor. */
function linesFor(language: string): string {
  const [, lines] = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(documented) ?? [];
  assert.ok(lines, `EDITORS.md has no block of ${language}`);
  assert.ok(lines.split('\n').length <= 12, `${language}: more than ten lines or so`);
  return lines;
}

function isThere(command: string, ...parameters: string[]): boolean {
  return spawnSync(command, parameters, { stdio: 'ignore' }).status === 0;
}

describe('other editors, with the documented lines', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'inkling-editors-'));
  const folder = join(temporary, 'folder');
  before(() => {
    mkdirSync(join(folder, '.git'), { recursive: true }); // to Emacs, a project
    cpSync(join(root, 'samples'), folder, { recursive: true });
    writeFileSync(join(folder, 'draft.md'), 'The light went over the ');
    mkdirSync(join(temporary, 'bin'));
    mkdirSync(join(temporary, '.emacs.d'));
    const command = `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/cli.js')}" "$@"\n`;
    writeFileSync(join(temporary, 'bin/inkling'), command, { mode: 0o755 });
  });
  after(() => rmSync(temporary, { recursive: true, force: true }));

  /** Runs an editor on the folder; the JSON objects that it printed, as one. */
  function run(command: string, ...parameters: string[]): Record<string, unknown> {
    const { status, stdout, stderr } = spawnSync(command, parameters, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 300_000,
      env: {
        ...process.env,
        PATH: `${join(temporary, 'bin')}${delimiter}${process.env.PATH}`,
        HOME: temporary,
        XDG_CACHE_HOME: join(temporary, 'cache'),
        XDG_CONFIG_HOME: join(temporary, 'config'),
      },
    });
    assert.equal(status, 0, stdout + stderr);
    const objects = (stdout + stderr).split('\n').filter((line) => /^\{.*\}$/.test(line));
    return Object.assign({}, ...objects.map((line) => JSON.parse(line)));
  }

  it('Neovim attaches, completes, offers ghost text and retrains', function () {
    if (!isThere('nvim', '--version')) {
      console.log('      no Neovim here: left out');
      this.skip();
    }
    this.timeout(320_000);
    const setUp = join(temporary, 'inkling.lua');
    writeFileSync(setUp, linesFor('lua'));
    const script = join(__dirname, 'neovim.lua');
    const found = run(
      'nvim',
      '--headless',
      '--clean',
      '-c',
      'filetype on',
      '-c',
      `luafile ${setUp}`,
      '-c',
      `luafile ${script}`,
    );
    assert.match(String(found.completion), /^\w/);
    assert.match(String(found.inline), /^\w/);
    assert.equal(found.retrained, true, JSON.stringify(found));
  });

  it('Emacs attaches, completes and retrains', function () {
    if (!isThere('emacs', '--batch', '--eval', "(progn (package-initialize) (require 'eglot))")) {
      console.log('      no Emacs with eglot here: left out');
      this.skip();
    }
    this.timeout(320_000);
    const setUp = join(temporary, 'inkling.el');
    writeFileSync(setUp, linesFor('elisp'));
    const found = run(
      'emacs',
      '--batch',
      '-f',
      'package-initialize',
      '-l',
      setUp,
      '-l',
      join(__dirname, 'emacs.el'),
    );
    assert.match(String(found.completion), /^\w/);
    assert.equal(found.retrained, true, JSON.stringify(found));
  });
});
