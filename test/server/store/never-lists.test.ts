import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ListName, NeverLists } from '../../../server/store/never-lists';
import { StorageNotice } from '../../../server/store/storage-notice';
import { forgottenKey } from '../../../server/suggestion/forgotten-phrases';

let user: string;
let folder: string;
let open: NeverLists[];
const messages: string[] = [];
beforeEach(() => {
  user = mkdtempSync(join(tmpdir(), 'inkling-user-'));
  folder = mkdtempSync(join(tmpdir(), 'inkling-folder-'));
  open = [];
  messages.length = 0;
});
afterEach(() => {
  for (const lists of open) lists.dispose();
  for (const used of [user, folder]) rmSync(used, { recursive: true, force: true });
});

async function lists({ folders = [folder], onChange = () => {} } = {}): Promise<NeverLists> {
  const opened = new NeverLists({
    userFolder: user,
    folders: () => folders,
    keyOf: forgottenKey,
    onChange,
    notice: new StorageNotice(
      (message) => messages.push(message),
      () => {},
    ),
  });
  open.push(opened);
  await opened.look();
  return opened;
}

const pathOf = (list: ListName) =>
  list === 'user' ? join(user, 'never.txt') : join(folder, '.inkling', 'never.txt');
const put = (list: ListName, text: string) => {
  mkdirSync(join(pathOf(list), '..'), { recursive: true });
  writeFileSync(pathOf(list), text);
};
const lines = (list: ListName) => readFileSync(pathOf(list), 'utf8').split('\n').slice(1, -1); // under the heading

describe('What is never to be suggested', () => {
  const files: readonly (readonly [what: string, text: string, keys: readonly string[]])[] = [
    ['one a line', 'Wind\nnorthern lamp\n', ['wind', 'northern lamp']],
    ['with notes, gaps and spaces', '# names\n\n  Wind \n\t\n#lamp\n', ['wind']],
    ['from another system', '\ufeffWind\r\nDon’t\rlamp', ['wind', "don't", 'lamp']],
    ['twice', 'Wind\nwind\nWIND', ['wind']],
    ['empty', '', []],
    ['without a word', '— \n...\n', ['—', '...']],
    ['endless', `${'x '.repeat(9_999)}\n`, [Array(100).fill('x').join(' ')]],
  ];
  for (const [what, text, keys] of files) {
    it(`is read from a list ${what}`, async () => {
      for (const list of ['user', 'workspace'] as const) {
        put(list, text);
        const { keys: read } = await lists();
        assert.deepEqual([...read].sort(), [...keys].sort());
        rmSync(pathOf(list));
      }
    });
  }

  it('is kept as it was told, once, below what stands there', async () => {
    put('user', '# mine\nWind');
    const never = await lists();
    for (const text of ['Northern  Lamp', 'northern lamp', 'wind', '#1', 'Harbour\n'])
      await never.add(text, 'user');
    assert.equal(readFileSync(pathOf('user'), 'utf8'), '# mine\nWind\nNorthern Lamp\n #1\nHarbour\n');
    assert.deepEqual([...(await lists()).keys].sort(), ['# 1', 'harbour', 'northern lamp', 'wind']);
    assert.deepEqual(readdirSync(user), ['never.txt']);
  });

  it('can be taken back, from every list, with its notes left alone', async () => {
    put('user', '# Wind\nwind\nharbour\n');
    put('workspace', 'WIND\r\nlamp\r\n');
    const never = await lists();
    assert.deepEqual(
      (await never.remove('Wind')).map(({ list }) => list),
      ['user', 'workspace'],
    );
    assert.equal(readFileSync(pathOf('user'), 'utf8'), '# Wind\nharbour\n');
    assert.equal(readFileSync(pathOf('workspace'), 'utf8'), 'lamp\r\n');
    assert.deepEqual([...never.keys].sort(), ['harbour', 'lamp']);
    assert.deepEqual(await never.remove('Wind'), []);
  });

  it('of two windows adds up', async () => {
    const [one, two] = [await lists(), await lists()];
    const told = ['wind', 'lamp', 'harbour', 'gull'];
    await Promise.all(told.map((word, index) => [one, two][index % 2]!.add(word, 'user')));
    assert.deepEqual(lines('user').sort(), [...told].sort());
  });

  it('is followed when a list is edited, comes or goes, and tells only of changes', async () => {
    let changes = 0;
    put('user', 'wind\n');
    put('workspace', 'lamp\n');
    const never = await lists({ onChange: () => changes++ });
    const has = async (...keys: string[]) => {
      const end = Date.now() + 5_000;
      while ([...never.keys].sort().join() !== keys.sort().join()) {
        assert.ok(Date.now() < end, `${[...never.keys]} is not ${keys}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    await has('wind', 'lamp');
    put('user', 'wind\ngull\n');
    await has('wind', 'lamp', 'gull');
    rmSync(pathOf('workspace'));
    await has('wind', 'gull');
    put('workspace', 'WIND\n');
    put('user', 'gull\n');
    await has('gull', 'wind');
    const before = changes;
    put('user', '# a note\ngull\n');
    await never.look();
    assert.equal(changes, before, 'a note changes nothing');
  });

  it('has no list of a workspace where there is none', async () => {
    const never = await lists({ folders: [] });
    assert.equal(await never.add('wind', 'workspace'), undefined);
    assert.ok(await never.add('wind', 'user'));
    assert.equal(await never.add(' \n', 'user'), undefined);
  });

  it('holds where it can’t be saved, says so once, and is saved when it can', async () => {
    rmSync(user, { recursive: true });
    writeFileSync(user, ''); // a file where the folder should be
    const never = await lists();
    assert.ok((await never.add('wind', 'user'))?.problem);
    assert.ok((await never.add('gull', 'user'))?.problem);
    assert.deepEqual([...never.keys].sort(), ['gull', 'wind']);
    assert.equal(messages.length, 1);
    assert.match(messages[0]!, /can't be saved/);
    rmSync(user);
    assert.deepEqual(await never.add('lamp', 'user'), { path: pathOf('user') });
    assert.deepEqual(lines('user').sort(), ['gull', 'lamp', 'wind']);
  });
});
