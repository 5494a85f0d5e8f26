import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireLock } from '../../../server/store/file-lock';
import { StorageNotice } from '../../../server/store/storage-notice';
import { openWriterMemory as open, type WriterMemory } from '../../../server/store/writer-memory';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkling-writer-'));
  file = join(folder, 'writer.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What it has to say goes to one place. */
const openWriterMemory = (path: string, onProblem: (message: string) => void, retryMs?: number) =>
  open(path, { warn: onProblem, notice: new StorageNotice(onProblem, () => {}), retryMs });

/** One more suggestion was accepted, and that is written. */
async function count(memory: WriterMemory): Promise<void> {
  memory.countAccepted();
  await memory.flush();
}

const sound = JSON.stringify({ version: 1, forgotten: ['quibblewick'], accepted: 2 });

describe('What the writer told', () => {
  it('is kept', async () => {
    const memory = await openWriterMemory(join(folder, 'new'), assert.fail);
    memory.countAccepted();
    memory.countAccepted();
    await memory.flush();
    assert.equal((await openWriterMemory(join(folder, 'new'), assert.fail)).accepted, 2);
    assert.deepEqual(readdirSync(join(folder, 'new')), ['writer.json']);
  });

  it('was forgotten before there were lists, and stays until it has moved there', async () => {
    writeFileSync(file, sound);
    const memory = await openWriterMemory(folder, assert.fail);
    memory.countAccepted();
    await memory.flush();
    assert.deepEqual([[...memory.forgotten], memory.accepted], [['quibblewick'], 3]);
    await memory.moved(['quibblewick']);
    const again = await openWriterMemory(folder, assert.fail);
    assert.deepEqual([[...again.forgotten], again.accepted], [[], 3]);
  });

  it('of two windows adds up', async () => {
    writeFileSync(file, sound);
    const [one, two] = [
      await openWriterMemory(folder, assert.fail),
      await openWriterMemory(folder, assert.fail),
    ];
    one.countAccepted();
    two.countAccepted();
    await Promise.all([one.flush(), two.moved(['quibblewick'])]);
    const { forgotten, accepted } = await openWriterMemory(folder, assert.fail);
    assert.deepEqual([[...forgotten], accepted], [[], 4]);
  });

  const unusable: [what: string, put: () => void, name: RegExp, message: RegExp][] = [
    ['empty', () => writeFileSync(file, ''), /damaged/, /can't be used and was set aside/],
    ['no JSON', () => writeFileSync(file, 'nonsense'), /damaged/, /Expected JSON, got "nonsense"/],
    ['a list', () => writeFileSync(file, '[]'), /damaged/, /Expected an object/],
    ['null', () => writeFileSync(file, 'null'), /damaged/, /Expected an object/],
    ['cut short', () => writeFileSync(file, sound.slice(0, 30)), /damaged/, /Expected JSON/],
    [
      'of a wrong type',
      () => writeFileSync(file, '{"version": 1, "forgotten": 7, "accepted": 0}'),
      /damaged/,
      /Expected a list of forgotten words/,
    ],
    [
      'of a wrong count',
      () => writeFileSync(file, '{"version": 1, "forgotten": [], "accepted": "many"}'),
      /damaged/,
      /Expected a number/,
    ],
    [
      'of a newer version',
      () => writeFileSync(file, '{"version": 2, "forgotten": {"words": ["wind"]}}'),
      /newer/,
      /written by a newer Inkling and was set aside.*of version 2/,
    ],
    ['a folder', () => mkdirSync(file), /damaged/, /set aside/],
  ];
  for (const [what, put, name, message] of unusable) {
    it(`is set aside where it is ${what}, never overwritten`, async () => {
      put();
      const isFile = what !== 'a folder';
      const before = isFile && readFileSync(file, 'utf8');
      const problems: string[] = [];
      const memory = await openWriterMemory(folder, (problem) => problems.push(problem));
      assert.deepEqual([[...memory.forgotten], memory.accepted], [[], 0]);
      await count(memory);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, message);
      const [own, aside] = readdirSync(folder).sort();
      assert.equal(own, 'writer.json');
      assert.match(aside ?? '', name);
      if (isFile) assert.equal(readFileSync(join(folder, aside!), 'utf8'), before);
    });
  }

  it('is set aside too where it is damaged while the window is open', async () => {
    const problems: string[] = [];
    const memory = await openWriterMemory(folder, (problem) => problems.push(problem));
    await count(memory);
    writeFileSync(file, 'nonsense');
    await count(memory);
    assert.equal((await openWriterMemory(folder, assert.fail)).accepted, 2, 'what is known goes on');
    assert.equal(problems.length, 1);
  });

  it('goes on in memory when it can’t be saved, says so once, and is saved when it can', async () => {
    const blocked = join(folder, 'file', 'x');
    writeFileSync(join(folder, 'file'), '');
    const problems: string[] = [];
    const memory = await openWriterMemory(blocked, (problem) => problems.push(problem), 10);
    await count(memory);
    await count(memory);
    assert.equal(memory.accepted, 2);
    assert.equal(problems.length, 1);
    assert.match(problems[0]!, /can't be saved .*saved as soon as/);
    rmSync(join(folder, 'file'));
    while (!existsSync(join(blocked, 'writer.json'))) await new Promise((resolve) => setTimeout(resolve, 5));
    await memory.flush();
    assert.equal((await openWriterMemory(blocked, assert.fail)).accepted, 2);
  });

  it('removes what killed processes left', async () => {
    for (const name of ['writer.json.tmp-0', 'writer.json.tmp-1']) writeFileSync(join(folder, name), '{');
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: 2 ** 22, host: hostname(), token: 'x' }));
    const memory = await openWriterMemory(folder, assert.fail);
    await count(memory);
    assert.deepEqual(readdirSync(folder), ['writer.json']);
  });
});

describe('A lock between processes', () => {
  const own = () => ({ pid: process.pid, host: hostname(), started: startOf(process.pid), token: 'x' });
  const long = new Date(Date.now() - 3_600_000);
  const left: [what: string, content: () => string, age: Date | undefined, taken: boolean][] = [
    ['a process that is gone', () => JSON.stringify({ ...own(), pid: 2 ** 22 }), undefined, true],
    ['an earlier process of the same id', () => JSON.stringify({ ...own(), started: '1' }), undefined, true],
    ['a process that runs', () => JSON.stringify(own()), undefined, false],
    ['a process that runs, and was suspended for long', () => JSON.stringify(own()), long, false],
    ['a process elsewhere', () => JSON.stringify({ ...own(), host: 'elsewhere' }), undefined, false],
    [
      'a process elsewhere, silent for long',
      () => JSON.stringify({ ...own(), host: 'elsewhere' }),
      long,
      true,
    ],
    ['nobody yet', () => '', undefined, false],
    ['nobody for long', () => '', long, true],
  ];
  for (const [what, content, age, taken] of left) {
    it(`of ${what} is ${taken ? '' : 'not '}taken over`, function () {
      if (process.platform !== 'linux' && /earlier|suspended/.test(what)) this.skip(); // no start times there
      const path = join(folder, 'lock');
      writeFileSync(path, content());
      if (age) utimesSync(path, age, age);
      const lock = acquireLock(path);
      assert.equal(lock !== undefined, taken);
      lock?.release();
      assert.deepEqual(readdirSync(folder), taken ? [] : ['lock']);
    });
  }

  it('is held by one at a time, and says when it is lost', () => {
    const path = join(folder, 'lock');
    const first = acquireLock(path)!;
    assert.ok(first.isHeld());
    assert.equal(acquireLock(path), undefined);
    rmSync(path);
    assert.ok(!first.isHeld());
    const second = acquireLock(path)!;
    first.release();
    assert.ok(second.isHeld(), 'releasing a lost lock leaves that of another');
    second.release();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('can’t be had where no file can be made', () => {
    assert.throws(() => acquireLock(join(folder, 'missing', 'lock')), /ENOENT/);
    if (process.getuid?.() === 0) return; // who may write everywhere
    chmodSync(folder, 0o500);
    assert.throws(() => acquireLock(join(folder, 'lock')), /EACCES/);
  });
});

function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
