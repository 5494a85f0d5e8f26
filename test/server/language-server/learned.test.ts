import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CompletionItem, MarkupContent } from 'vscode-languageserver-protocol';
import {
  Command,
  type LearnedOverview,
  type ListedWords,
  type LossHistory,
  type MeasureAnswer,
  type OfferUse,
  type Passage,
  useNotification,
  type WhyAnswer,
} from '../../../server/protocol';
import { sampleText, startServer } from './server-process';
import { describeServer, folder, isReady, put, storage, uri } from './suite';

describeServer('Language server: what it learned, to look at', () => {
  it('names files, what is left out, what is withheld, and the model', async () => {
    put('one.md');
    put('two.md', `${sampleText(30)}\n\nMy password is hunter2-Xq9!\n`);
    put('copy.md', sampleText(300));
    const server = await startServer({ folder, storage });
    await server.status((now) => isReady(now) && now.model !== undefined);
    const learned = await server.execute<LearnedOverview>(Command.learned);
    assert.deepEqual(
      learned.files.map(({ path }) => path),
      [join(folder, 'copy.md'), join(folder, 'two.md')],
    );
    assert.equal(learned.fileCount, 2);
    assert.ok(learned.files.every(({ words, modified }) => words > 100 && modified > 1e12));
    assert.equal(
      learned.words,
      learned.files.reduce((sum, { words }) => sum + words, 0),
    );
    assert.deepEqual(learned.leftOut, [{ path: join(folder, 'one.md'), reason: 'the same text as copy.md' }]);
    assert.deepEqual(learned.withheld, [{ kind: 'password', count: 1 }]);
    assert.deepEqual(
      learned.files.map(({ withheld }) => withheld),
      [0, 1],
    );
    assert.ok(!JSON.stringify(learned).includes('hunter2'));
    assert.equal(learned.model?.path, join(storage, 'model.inkling'));
    assert.ok((learned.model?.bytes ?? 0) > 1000);
    await server.stop();
  });

  it('lists words by count, new ones and names, and those that are asked for', async () => {
    put('one.md', `${sampleText(100)}\n\n${'We met Quibblewick and old Quibblewick again. '.repeat(5)}`);
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    const words = (query: unknown) => server.execute<ListedWords>(Command.words, query);
    const all = await words({ order: 'count' });
    assert.ok(all.total > 20 && all.words.length === all.total);
    assert.deepEqual(
      all.words.map(({ count }) => count),
      all.words.map(({ count }) => count).sort((a, b) => b - a),
    );
    const names = await words({ order: 'name' });
    assert.deepEqual(
      names.words.find(({ word }) => word === 'Quibblewick'),
      {
        word: 'Quibblewick',
        count: 10,
        isNew: true,
      },
    );
    assert.ok(names.words.every(({ word }) => /^\p{Lu}/u.test(word)));
    assert.deepEqual((await words({ order: 'count', contains: 'IBBLE' })).words.length, 1);
    assert.deepEqual((await words({ order: 'count', most: 3 })).words, all.words.slice(0, 3));
    for (const wrong of [undefined, null, 'count', { order: 'other' }, { order: 7 }])
      assert.deepEqual(await words(wrong), { words: [], total: 0 });
    await server.stop();
  });

  it('says where a word stands', async () => {
    put('a.md', `${sampleText(20)}\n\nThe keeper of the **Skerra** light went up.\n`);
    put('b.txt', 'Nobody at Skerra saw the keeper.\n');
    const server = await startServer({ folder, storage });
    await server.status(({ corpus, state }) => state !== 'reading' && corpus !== undefined);
    const passages = await server.execute<Passage[]>(Command.whereIs, 'Skerra');
    assert.deepEqual(
      passages.map(({ path, text, from, to }) => [path, text.slice(from, to)]),
      [
        [join(folder, 'a.md'), 'Skerra'],
        [join(folder, 'b.txt'), 'Skerra'],
      ],
    );
    const { line, character, text } = passages[1]!;
    assert.deepEqual([line, character, text], [0, 10, 'Nobody at Skerra saw the keeper.']);
    for (const wrong of [undefined, 'never-written', '', 7])
      assert.deepEqual(await server.execute(Command.whereIs, wrong), []);
    await server.stop();
  });

  it('tells what all parts reach together, and what it would write, beside the network’s own loss', async () => {
    put('one.md', sampleText(2000));
    const server = await startServer({ folder, storage, settings: { trainingSeconds: 2 } });
    await server.status('training');
    await server.execute(Command.pauseTraining);
    await server.status(({ training }) => training?.paused === true);
    assert.equal((await server.execute<LossHistory>(Command.lossHistory)).paused, true);
    await server.execute(Command.pauseTraining);
    await server.status((now) => isReady(now) && now.model !== undefined);
    const check = ({ whole, running, paused }: LossHistory) => {
      assert.ok(whole && !running && !paused);
      for (const { keystrokeSavings1, top1, top3, perplexity } of [whole.together, whole.counting])
        assert.ok(
          keystrokeSavings1 > 0.2 && top1 > 0 && top3 >= top1 && perplexity > 1,
          JSON.stringify(whole),
        );
    };
    const history = await server.execute<LossHistory>(Command.lossHistory);
    check(history);
    assert.ok((history.samples?.length ?? 0) > 0);
    for (const { text, prompt } of history.samples ?? []) assert.ok(text.length > 5 && prompt.length > 2);
    await server.stop();

    const second = await startServer({ folder, storage });
    await second.status((now) => isReady(now) && now.model !== undefined);
    check(await second.execute<LossHistory>(Command.lossHistory));
    await second.stop();
  });

  it('says why a word is offered: what each part gave, and where the text says so', async () => {
    put('one.md', `${sampleText(60)}\n\nWe saw the light of Skerra, and the lamp of Skerra.`);
    put('two.md', 'Nobody knew the keeper. Then came the *keeper* of Skerra, alone.\n'.repeat(2));
    const server = await startServer({ folder, storage, capabilities: MARKDOWN });
    await server.status(isReady);
    await server.open(uri, 'We met the keeper of Sk');
    const ask = (question: unknown) => server.execute<WhyAnswer | null>(Command.why, question);
    const position = { line: 0, character: 23 };
    const answer = await ask({ uri, position });
    assert.ok(answer && answer.word === 'Skerra' && answer.probability > 0.1, JSON.stringify(answer));
    assert.ok(answer.parts.length > 0 && answer.parts.every(({ share }) => share > 0));
    const [first] = answer.passages;
    assert.equal(answer.passages.length, 3);
    assert.equal(first?.path, join(folder, 'two.md'));
    assert.ok(first.matched >= 3, '“the keeper of” comes before it there too');
    for (const { text, from, to } of answer.passages) assert.equal(text.slice(from, to), 'Skerra');

    const { items } = await server.completion(uri, 0, 23);
    const item = items.find(({ label }) => label === 'Skerra');
    const { documentation } = await server.connection.sendRequest<CompletionItem>(
      'completionItem/resolve',
      item,
    );
    const { value } = documentation as MarkupContent;
    assert.match(value, /^From: .*\d+ %/);
    assert.match(value, /\*\*Skerra\*\*.*\[two\\?\.md\]\(file:\/\/.*two\.md#L\d+,\d+\)/);
    for (const wrong of [undefined, {}, { uri }, { uri, position: 7 }, { uri: 'file:///other', position }])
      assert.equal(await ask(wrong), null);
    assert.equal(await ask({ uri, position: { line: 9, character: 0 } }), null);
    await server.stop();
  });

  it('measures a document that is in the folder as if it were new, and says what it left out', async () => {
    put('one.md', sampleText(200));
    const own = `${sampleText(30)}\n\nThen Quibblewick called Quibblewick and Quibblewick.\n`;
    put('own.md', own);
    const server = await startServer({ folder, storage, settings: { trainingSeconds: 3 } });
    const here = pathToFileURL(join(folder, 'own.md')).href;
    await server.open(here, own);
    await server.status('training');
    const measure = async (of: string) => {
      const answer = await server.execute<MeasureAnswer>(Command.measure, of);
      assert.ok(answer.outcome === 'measured', JSON.stringify(answer));
      return answer;
    };
    const early = await measure(here); // in the middle of the first training
    assert.ok(['counting', 'network'].includes(early.measured.knows));
    assert.ok(early.measured.inFolder > 0.99);
    await server.status((now) => isReady(now) && now.model !== undefined);

    const { measured, evaluation } = await measure(here);
    assert.equal(measured.knows, 'network');
    assert.ok(measured.inFolder > 0.99 && measured.networkHasRead);
    assert.equal(measured.tried.length, measured.measuredWords);
    assert.equal(measured.measuredWords, evaluation.words);
    for (const { start, end, spent, probability } of measured.tried) {
      assert.match(own.slice(start, end), /^\p{L}/u);
      assert.ok(spent >= 1 && spent <= end - start + 1 && probability > 0);
    }
    const right = measured.tried.filter(({ rank }) => rank === 0).length;
    assert.ok(Math.abs(right / measured.tried.length - evaluation.top1) < 1e-9);
    const spent = measured.tried.reduce((sum, word) => sum + word.spent, 0);
    const typed = measured.tried.reduce((sum, { start, end }) => sum + end - start + 1, 0);
    assert.ok(Math.abs(1 - spent / typed - evaluation.keystrokeSavings1) < 0.01);
    assert.equal(
      measured.paragraphs.reduce((sum, { words }) => sum + words, 0),
      measured.measuredWords,
    );

    // Elsewhere the same text is as new as here: nothing of the file itself is counted.
    await server.open(uri, own.replaceAll('Quibblewick', 'Zanzibar'));
    const other = await measure(uri);
    assert.ok(other.measured.inFolder < 1);
    await server.stop();
  });

  it('tells what becomes of offers, and nothing of what they say', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    const uses: OfferUse[] = [];
    server.connection.onNotification(useNotification, (use: OfferUse) => void uses.push(use));
    await server.status(isReady);
    const text = 'We saw the silent cr';
    await server.open(uri, text);
    const [ghost] = await server.inlineCompletion(uri, 0, text.length);
    assert.ok(ghost);
    const insert = (at: number, inserted: string) => {
      const place = { line: 0, character: at };
      return server.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: at },
        contentChanges: [{ range: { start: place, end: place }, text: inserted }],
      });
    };
    const rest = String(ghost.insertText);
    await insert(text.length, rest);
    await server.execute(Command.status); // answers come in order
    const [shown, accepted] = uses;
    assert.equal(uses.length, 2);
    assert.ok(shown?.kind === 'shown' && (shown.probability ?? 0) > 0);
    assert.deepEqual(accepted, { kind: 'accepted', saved: rest.length - 1, probability: shown.probability });
    assert.ok(!JSON.stringify(uses).includes(rest));
    await server.stop();
  });
});

const MARKDOWN = {
  textDocument: { completion: { completionItem: { documentationFormat: ['markdown' as const] } } },
};
