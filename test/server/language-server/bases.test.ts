import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeModel } from '../../../model/format/model-file';
import { type BaseDescription, type BaseLearned, Command, type LossHistory } from '../../../server/protocol';
import { bundleWith, makeBase, russianText } from './base-files';
import {
  type ServerOptions,
  type ServerProcess,
  sampleText,
  startServer,
  temporaryFolder,
} from './server-process';
import { describeServer, folder, isReady, put, storage, uri } from './suite';

const auto = { base: 'auto' };
const ENGLISH = 'The captain followed the northern ';
const RUSSIAN = 'Капитан видел северный ';

/** The first of the listed words after the text. */
async function offered(server: ServerProcess, text: string, document = uri): Promise<string | undefined> {
  await server.open(document, text, 'plaintext');
  const lines = text.split('\n');
  const { items } = await server.completion(document, lines.length - 1, lines.at(-1)!.length); // a text has a line
  return items[0]?.label;
}

/** Asks until the answer is as expected; a document's own base may take a moment. */
async function soon(expected: string | undefined, ask: () => Promise<string | undefined>): Promise<void> {
  let found: string | undefined;
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((wake) => setTimeout(wake, 50))) {
    found = await ask();
    if (found === expected) return;
  }
  assert.equal(found, expected);
}

describeServer('Language server: bases', () => {
  let made = '';
  let english = '';
  let russian = '';
  let shipped: ReturnType<typeof bundleWith>;
  let user = '';

  before(() => {
    made = temporaryFolder();
    english = join(made, 'english.inkling');
    russian = join(made, 'russian.inkling');
    makeBase(sampleText(600), english);
    makeBase(russianText(600), russian);
    shipped = bundleWith({ 'english.inkling': english, 'russian.inkling': russian });
  });
  after(() => {
    shipped.remove();
    rmSync(made, { recursive: true });
  });
  beforeEach(() => {
    user = temporaryFolder();
  });
  afterEach(() => rmSync(user, { recursive: true, force: true }));

  const start = ({ settings, ...options }: ServerOptions = {}) =>
    startServer({
      bundle: shipped.bundle,
      storage,
      userStorage: user,
      settings: { ...auto, ...settings },
      ...options,
    });

  describe('before anything was read', () => {
    for (const [locale, text, word, name] of [
      ['en', ENGLISH, 'wind', 'English'],
      ['de', ENGLISH, 'wind', 'English'],
      ['ru', RUSSIAN, 'ветер', 'Russian'],
    ] as const) {
      it(`answer from the one for the locale ${locale} without a folder`, async () => {
        const server = await start({ locale });
        const status = await server.status(isReady);
        assert.equal(status.base?.name, name);
        assert.match(status.message ?? '', new RegExp(`knows of ${name}; open a folder`));
        assert.equal(await offered(server, text), word);
        const [ghostText] = await server.inlineCompletion(uri, 0, text.length);
        assert.match(String(ghostText?.insertText), new RegExp(`^${word}`));
        await server.stop();
      });
    }

    it('answer in an empty folder, and the document’s own words join at once', async () => {
      const server = await start({ folder });
      const status = await server.status(isReady);
      assert.match(status.message ?? '', /save some Markdown/);
      assert.equal(status.model, undefined);
      assert.equal(await offered(server, ENGLISH), 'wind');
      await server.change(uri, 'Quibblewick followed Quibblewick before the morning. Quib');
      assert.equal((await server.completion(uri, 0, 57)).items[0]?.label, 'Quibblewick');
      await server.stop();
      assert.deepEqual(readdirSync(storage), []);
    });

    it('answer a document in another language from its own base, and in an unknown one not at all', async () => {
      const server = await start();
      await server.status(isReady);
      await server.open(uri, `${russianText(30)}\n\n${RUSSIAN}`, 'plaintext');
      const line = `${russianText(30)}\n\n${RUSSIAN}`.split('\n').length - 1;
      await soon('ветер', async () => (await server.completion(uri, line, RUSSIAN.length)).items[0]?.label);
      const strange = 'Lorem ipsum dolor sit amet. '.repeat(20);
      await server.open('untitled:2', strange, 'plaintext');
      await soon(
        'Lorem',
        async () => (await server.completion('untitled:2', 0, strange.length)).items[0]?.label,
      );
      assert.equal(await offered(server, ENGLISH, 'untitled:3'), 'wind');
      await server.stop();
    });
  });

  it('are taught the folder’s text, which a restart remembers', async () => {
    put('one.md', sampleText(300).replaceAll('captain', 'Quibblewick'));
    const server = await start({ folder });
    const { base, model, message } = await server.status((now) => isReady(now) && now.model !== undefined);
    assert.equal(base?.name, 'English');
    assert.ok(base.words > 1000);
    assert.ok(base.taughtPerplexity! < base.untaughtPerplexity!, JSON.stringify(base));
    assert.equal(message, undefined);
    assert.ok(model!.vocabularySize > 32);
    assert.equal(await offered(server, 'The Quibblewick followed the northern '), 'wind');
    const history = await server.execute<LossHistory>(Command.lossHistory);
    assert.equal(history.base?.name, 'English');
    assert.ok(history.base.heldOutLoss > 0);
    await server.stop();
    const stored = decodeModel(readFileSync(join(storage, 'model.inkling')));
    assert.equal(stored.provenance.base?.name, 'English');

    const again = await start({ folder });
    const restored = await again.status(isReady);
    assert.equal(restored.model?.restored, true);
    assert.deepEqual(restored.base, base);
    const { base: line } = await again.execute<LossHistory>(Command.lossHistory);
    assert.equal(line?.heldOutLoss, history.base.heldOutLoss);
    assert.ok(!again.statuses.some(({ state }) => state === 'training'));
    await again.stop();
  });

  it('are chosen by the folder’s text', async () => {
    put('one.txt', russianText(300));
    const server = await start({ folder, locale: 'en' });
    assert.equal(
      (await server.status((now) => isReady(now) && now.model !== undefined)).base?.name,
      'Russian',
    );
    await server.stop();
  });

  describe('for two languages', () => {
    /** The Russian half does not have the words that are asked for: only the base does. */
    const half = russianText(300).replaceAll('северный ветер', 'тихую команду');

    it('both answer where the folder’s text is in both, after a restart too', async () => {
      put('one.md', sampleText(300));
      put('two.md', half);
      for (const what of ['learned', 'restored']) {
        const server = await start({ folder });
        await server.status((now) => isReady(now) && now.model !== undefined);
        await soon('северный', () => offered(server, 'Капитан видел север'));
        assert.equal(await offered(server, RUSSIAN, 'untitled:2'), 'ветер', what);
        assert.equal(await offered(server, ENGLISH, 'untitled:3'), 'wind', what);
        await server.open('untitled:4', RUSSIAN);
        const { items } = await server.completion('untitled:4', 0, RUSSIAN.length);
        const resolved = await server.connection.sendRequest<{ documentation: string }>(
          'completionItem/resolve',
          items[0]!,
        );
        assert.match(resolved.documentation, /the other language \d+ %/);
        await server.stop();
      }
    });

    for (const [what, english, russian] of [
      ['mostly as the model', 14, 18],
      ['mostly in another language', 12, 22],
    ] as const) {
      it(`both answer a document that is in both, ${what}`, async () => {
        const server = await start();
        await server.status(isReady);
        const text = `${russianText(russian)}\n\n${sampleText(english)}\n\n`;
        const line = text.split('\n').length - 1;
        await server.open(uri, text, 'plaintext');
        for (const [typed, word] of [
          [RUSSIAN, 'ветер'],
          [ENGLISH, 'wind'],
        ] as const) {
          await server.change(uri, text + typed);
          const ask = async () => (await server.completion(uri, line, typed.length)).items[0]?.label;
          await soon(word, ask);
        }
        await server.stop();
      });
    }
  });

  it('help with a few words of text, which are counted', async () => {
    put(
      'one.md',
      'A quiet Quibblewick waited. The captain followed the northern Dumbledown before the morning.\n',
    );
    const server = await start({ folder });
    const { message, base } = await server.status(
      ({ state, corpus }) => state === 'ready' && !!corpus?.words,
    );
    assert.equal(base?.name, 'English');
    assert.match(message ?? '', /from the 13 words of this folder/);
    await server.open(uri, 'A quiet ');
    const { items } = await server.completion(uri, 0, 8);
    assert.ok(items.some(({ label }) => label === 'Quibblewick'));
    await server.stop();
  });

  it('take up the first words of an empty folder, and stay when they are gone', async () => {
    const server = await start({ folder });
    await server.status(isReady);
    server.forgetStatuses();
    put('new.md', sampleText(300).replaceAll('captain', 'Quibblewick'));
    await server.status((now) => isReady(now) && now.model !== undefined);
    server.forgetStatuses();
    rmSync(join(folder, 'new.md'));
    await server.status(
      ({ state, message }) => state === 'ready' && /knows of English; save/.test(message ?? ''),
    );
    await server.open(uri, 'The Qui');
    const labels = (await server.completion(uri, 0, 7)).items.map(({ label }) => label);
    assert.ok(!labels.includes('Quibblewick'), labels.join());
    assert.equal(await offered(server, ENGLISH, 'untitled:2'), 'wind');
    await server.stop();
  });

  it('are not used where the setting says none, whatever was stored', async () => {
    put('one.md');
    const none = await start({ folder, settings: { base: 'none' } });
    const first = await none.status((now) => isReady(now) && now.model !== undefined);
    assert.equal(first.base, undefined);
    await none.configure({ base: 'auto' });
    const taught = await none.status(({ state, base }) => state === 'ready' && !!base?.taughtPerplexity);
    assert.equal(taught.base?.name, 'English');
    none.forgetStatuses();
    await none.configure({ base: 'none' });
    const last = await none.status(({ state, model, base }) => state === 'ready' && !!model && !base);
    assert.equal(last.model?.vocabularySize, first.model?.vocabularySize);
    await none.stop();
  });

  it('of another name are taken from the setting', async () => {
    put('one.md');
    const path = join(made, 'english.inkling');
    const server = await start({ folder, settings: { base: path } });
    assert.equal(
      (await server.status((now) => isReady(now) && now.model !== undefined)).base?.name,
      'english',
    );
    await server.stop();
  });

  for (const [what, bytes, origin, expected] of [
    ['damaged', 'no base at all', 'own', /Your base .* was set aside/],
    ['damaged', 'no base at all', 'named', /the setting inkling\.base names, can't be used/],
    ['cut off', (whole: Buffer) => whole.subarray(0, whole.length - 100), 'own', /was set aside.*truncated/],
    [
      'newer',
      (whole: Buffer) =>
        Buffer.from(whole.toString('latin1').replace('"formatVersion":"1"', '"formatVersion":"9"'), 'latin1'),
      'named',
      /format version/,
    ],
    ['missing', undefined, 'named', /ENOENT/],
  ] as [string, string | ((whole: Buffer) => Buffer) | undefined, 'own' | 'named', RegExp][]) {
    it(`that are ${what} are told once, and the text is learned without them (${origin})`, async () => {
      put('one.md');
      const path = join(user, origin === 'own' ? 'bases' : '', 'x.inkling');
      makeBase(sampleText(100), path);
      if (bytes === undefined) rmSync(path);
      else writeFileSync(path, typeof bytes === 'string' ? bytes : bytes(readFileSync(path)));
      const base = origin === 'named' ? path : 'auto';
      const server = await startServer({ folder, storage, userStorage: user, settings: { base } });
      await server.status((now) => isReady(now) && now.model !== undefined);
      assert.equal(server.messages.length, 1, server.messages.join('\n'));
      assert.match(server.messages[0]!, expected);
      assert.equal(existsSync(path), bytes !== undefined && origin === 'named');
      assert.equal(await offered(server, ENGLISH), 'wind');
      await server.stop();
    });
  }

  it('of another language are not used, even if the setting names them', async () => {
    put('one.md');
    const server = await start({ folder, settings: { base: russian } });
    const { base } = await server.status((now) => isReady(now) && now.model !== undefined);
    assert.equal(base, undefined);
    assert.equal(server.messages.length, 1);
    assert.match(server.messages[0]!, /hardly knows the words/);
    await server.stop();
  });

  it('of one’s own are learned, listed, used and forgotten', async () => {
    const books = temporaryFolder();
    writeFileSync(join(books, 'old.md'), sampleText(300).replaceAll('captain', 'Quibblewick'));
    const server = await start();
    await server.status(isReady);
    server.forgetStatuses();
    const learned = await server.execute<BaseLearned>(Command.learnBase, {
      name: 'My novels',
      paths: [books],
    });
    assert.deepEqual(Object.keys(learned), ['words'], learned.problem);
    assert.ok(learned.words! > 1000);
    await server.status(({ state, base }) => state === 'ready' && base?.name === 'My novels');
    assert.equal(await offered(server, 'The Quibb'), 'Quibblewick');

    const list = () => server.execute<BaseDescription[]>(Command.listBases);
    const told = (await list()).map(({ name, origin, inUse }) => ({ name, origin, inUse }));
    assert.deepEqual(told, [
      { name: 'My novels', origin: 'own', inUse: true },
      { name: 'English', origin: 'shipped', inUse: false },
      { name: 'Russian', origin: 'shipped', inUse: false },
    ]);
    const [own, other] = await list();
    assert.ok(own!.words >= learned.words! && own!.bytes > 0 && own!.vocabularySize > 32);
    assert.equal(await server.execute(Command.forgetBase, other!.path), false);
    assert.equal(await server.execute(Command.forgetBase, own!.path), true);
    server.forgetStatuses();
    await server.status(({ state, base }) => state === 'ready' && base?.name === 'English');
    assert.equal((await list()).length, 2);
    assert.deepEqual(readdirSync(join(user, 'bases')), []);
    await server.stop();
    rmSync(books, { recursive: true });
  });

  for (const [what, given, problem] of [
    ['no text', { name: 'Empty', paths: ['/nowhere'] }, /knows the language|no text/],
    ['no name', { name: '…/', paths: [] }, /no text|knows the language|name/],
    ['nonsense', { name: 7 }, undefined],
  ] as const) {
    it(`are not learned from ${what}`, async () => {
      const server = await start();
      await server.status(isReady);
      const answer = await server.execute<BaseLearned | null>(Command.learnBase, given);
      if (problem) assert.match(answer?.problem ?? '', problem);
      else assert.equal(answer, null);
      await server.stop();
    });
  }
});
