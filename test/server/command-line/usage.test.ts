import { equal, match, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';

describe('command line, wrong usage', () => {
  const train = ['train', 'a.txt', '--model', 'm'];
  const cases: [args: string[], message: RegExp][] = [
    [[], /no command given; expected: inkling train \| base \| evaluate/],
    [['learn'], /unknown command 'learn'; expected: inkling train \| base \| evaluate/],
    [['--frob'], /unknown option '--frob'/],
    [
      ['train', '--model', 'm'],
      /missing required argument 'path'; expected: inkling train PATH\.\.\. --model FILE/,
    ],
    [['train', 'a.txt'], /'--model <file>' not specified; expected: inkling train PATH/],
    [[...train, '--budget', 'soon'], /Expected a duration such as 20s, 5m or 1h; expected/],
    [[...train, '--budget', '0'], /Expected a duration/],
    [[...train, '--budget', '-5s'], /Expected a duration/],
    [[...train, '--budget'], /argument missing/],
    [[...train, '--epochs', '0'], /Expected a whole number from 1 to 1000000/],
    [[...train, '--epochs', '1.5'], /Expected a whole number/],
    [[...train, '--epochs', '2', '--budget', '5s'], /cannot be used with/],
    [[...train, '--preset', 'transformer'], /Allowed choices are tutorial, elman, gru, lstm/],
    [[...train, '--inputs', 'letters'], /Allowed choices are embedding, one-hot/],
    [[...train, '--hidden', '1e9'], /Expected a whole number from 1 to 4096/],
    [[...train, '--threads', '0'], /Expected a whole number from 1 to 64/],
    [[...train, '--seed', 'x'], /Expected a whole number from 0/],
    [[...train, '--tokens', 'letters'], /Allowed choices are prose, whitespace/],
    [[...train, '--frob'], /unknown option '--frob'/],
    [['evaluate', '--model', 'm'], /missing required argument 'path'; expected: inkling evaluate/],
    [['suggest', '--model', 'm'], /missing required argument 'text'; expected: inkling suggest TEXT/],
    [['suggest', 'a', 'b', '--model', 'm'], /too many arguments/],
    [['suggest', 'a', '--model', 'm', '--count', '0'], /Expected a whole number from 1 to 1000/],
    [['info'], /'--model <file>' not specified; expected: inkling info --model FILE/],
    [['serve'], /'--stdio' not specified; expected: inkling serve --stdio/],
  ];
  for (const [args, message] of cases) {
    it(`inkling ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await run(...args);
      equal(code, 2);
      equal(stdout, '');
      match(stderr, /^inkling: [^\n]*\n$/); // one line
      match(stderr, message);
    });
  }
});

describe('command line, help', () => {
  for (const args of [['--help'], ['train', '--help'], ['--version']]) {
    it(`inkling ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await run(...args);
      equal(code, 0);
      ok(stdout.length > 0);
      equal(stderr, '');
    });
  }
});

describe('command line, failures', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-'));
    writeFileSync(join(folder, 'text.txt'), 'Call me Ishmael.\n');
    writeFileSync(join(folder, 'empty.txt'), '');
    writeFileSync(
      join(folder, 'binary.txt'),
      Uint8Array.from({ length: 4096 }, (_, i) => i % 7),
    );
    mkdirSync(join(folder, 'nothing'));
    mkdirSync(join(folder, 'occupied'));
    writeFileSync(join(folder, 'occupied', 'file'), '');
  });
  after(() => rmSync(folder, { recursive: true }));

  const cases: [args: string[], message: RegExp][] = [
    [['train', 'missing.txt', '--model', 'm'], /can't read .*missing\.txt: no such file or folder/],
    [['train', 'empty.txt', '--model', 'm'], /no text to read in .*empty\.txt/],
    [['train', 'binary.txt', '--model', 'm'], /no text to read in .*binary\.txt/],
    [['train', 'nothing', '--model', 'm'], /no text to read in .*nothing/],
    [['train', 'text.txt', '--model', 'missing/m'], /can't write the model to .*m: no such file or folder/],
    [['train', 'text.txt', '--valid', 'missing.txt', '--model', 'm'], /can't read .*missing\.txt/],
    [
      ['train', 'text.txt', '--model', 'occupied', '--preset', 'tutorial', '--epochs', '1'],
      /can't write the model to .*occupied: /,
    ],
    [['info', '--model', 'missing'], /can't read the model .*missing: no such file or folder/],
    [['info', '--model', 'text.txt'], /text\.txt: Not a readable model file: header length/],
    [['suggest', 'a', '--model', 'text.txt'], /Not a readable model file/],
    [['evaluate', 'text.txt', '--model', 'nothing'], /can't read the model .*nothing: it is a folder/],
  ];
  for (const [args, message] of cases) {
    it(`inkling ${args.join(' ')}`, async () => {
      const paths = args.map((arg) =>
        /^[a-z]+(\.txt|\/m)$|^(m|nothing|occupied|missing)$/.test(arg) ? join(folder, arg) : arg,
      );
      const { code, stdout, stderr } = await run(...paths);
      equal(code, 1, stderr);
      equal(stdout, '');
      const last = stderr.trimEnd().split('\n').at(-1) ?? '';
      match(last, /^inkling: /);
      match(last, message);
    });
  }

  it('leaves no half-written file behind', () => {
    ok(readdirSync(folder).every((name) => !name.includes('.tmp-')));
  });
});

describe('command line, as a program', () => {
  it('exits with the code', () => {
    const main = ['--require', 'tsx/cjs', 'server/command-line/main.ts', 'info'];
    const { status, stderr } = spawnSync(process.execPath, main, { encoding: 'utf8' });
    equal(status, 2);
    match(stderr, /expected: inkling info --model FILE/);
  });
});
