import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './sources';

/** The end-to-end tests rely on connection-watch.cjs to record every connection; here programs make each kind of connection. No address is a real one. */
describe('the watch over connections', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-watch-'));
  after(() => rmSync(folder, { recursive: true }));

  const table: [program: string, expected: string[]][] = [
    ["require('net').connect(9, '127.0.0.1').on('error', () => {})", []],
    ["require('net').connect('/nonexistent/pipe').on('error', () => {})", []],
    ["require('net').connect(9, '192.0.2.1').on('error', () => {}).destroy()", ['called 192.0.2.1']],
    [
      "require('net').connect({ port: 9, host: '192.0.2.1' }).on('error', () => {}).destroy()",
      ['called 192.0.2.1'],
    ],
    [
      "require('http').get('http://192.0.2.1:9/').on('error', () => {}); setTimeout(() => process.exit(), 100)",
      ['called 192.0.2.1'],
    ],
    [
      "require('https').get('https://192.0.2.1:9/').on('error', () => {}); setTimeout(() => process.exit(), 100)",
      ['called 192.0.2.1'],
    ],
    ["require('dns').lookup('a.invalid', () => {})", ['looked-up a.invalid']],
    ["require('dns').promises.lookup('a.invalid').catch(() => {})", ['looked-up a.invalid']],
    ["fetch('http://a.invalid/').catch(() => {})", ['called a.invalid']],
  ];
  for (const [index, [program, expected]] of table.entries()) {
    it(`sees ${expected.join(', ') || 'nothing'} in ${program}`, () => {
      const file = join(folder, String(index));
      const watch = join(root, 'test/e2e/workbench/connection-watch.cjs');
      spawnSync(process.execPath, ['--require', watch, '-e', program], {
        env: { ...process.env, INKLING_CONNECTIONS: file },
        timeout: 10_000,
      });
      const notes = readFileSync(file, 'utf8')
        .split('\n')
        .map((note) => note.split(' ').slice(0, 2).join(' '));
      assert.match(notes[0] ?? '', /^watching \d+$/);
      const seen = new Set(notes.slice(1).filter(Boolean));
      assert.deepEqual(
        expected.filter((note) => !seen.has(note)),
        [],
      );
      if (expected.length === 0) assert.deepEqual([...seen], []);
    });
  }
});
