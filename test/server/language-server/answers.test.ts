import assert from 'node:assert/strict';
import {
  type CompletionItem,
  type InlineCompletionItem,
  InlineCompletionTriggerKind,
} from 'vscode-languageserver-protocol';
import {
  Command,
  type CommandAnswer,
  type CompletionData,
  type MeasureAnswer,
  type Settings,
  type Status,
} from '../../../server/protocol';
import { sampleText, startServer } from './server-process';
import { describeServer, folder, isReady, put, storage, uri } from './suite';

describeServer('Language server: its answers', () => {
  it('says what it can do', async () => {
    const server = await startServer({ folder, storage });
    const { capabilities } = server.initialized;
    assert.equal(capabilities.inlineCompletionProvider, true);
    assert.ok(capabilities.completionProvider);
    assert.deepEqual(capabilities.executeCommandProvider?.commands.sort(), Object.values(Command).sort());
    assert.equal(capabilities.positionEncoding, 'utf-16');
    assert.equal(await server.stop(), 0);
  });

  it('shapes its answers as editors want them', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    await server.open(uri, 'We saw the silent cr and Quibblewick.\n\nThe Qui');

    const [ghost] = await server.inlineCompletion(uri, 2, 7);
    assert.equal(ghost?.insertText, 'bblewick');
    assert.deepEqual(ghost?.range, { start: { line: 2, character: 7 }, end: { line: 2, character: 7 } });
    assert.equal(ghost?.command?.command, Command.accepted);

    const { items, isIncomplete } = await server.completion(uri, 0, 20);
    assert.equal(isIncomplete, true);
    const [item] = items;
    assert.equal(item?.label, 'crew');
    assert.deepEqual(item?.textEdit, {
      range: { start: { line: 0, character: 18 }, end: { line: 0, character: 20 } },
      newText: 'crew',
    });
    assert.match(item?.labelDetails?.description ?? '', /^\d+ %$/);
    assert.ok(((item?.data ?? {}) as CompletionData).probability! > 0.5);
    const { documentation } = await server.connection.sendRequest<CompletionItem>(
      'completionItem/resolve',
      item,
    );
    assert.match(String(documentation), /^From: .*phrases of the text \d+ %/);
    assert.deepEqual(
      items.map(({ sortText }) => sortText),
      items.map(({ sortText }) => sortText).sort(),
    );
    await server.stop();
  });

  it('shows what the settings want, by language, as soon as they change', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    const text = 'The captain followed the northern ';
    await server.open(uri, text);
    const automatic = () =>
      server.connection.sendRequest<InlineCompletionItem[]>('textDocument/inlineCompletion', {
        textDocument: { uri },
        position: { line: 0, character: text.length },
        context: { triggerKind: InlineCompletionTriggerKind.Automatic },
      });
    const offered = async () => (await automatic()).length;
    const listed = async () => (await server.completion(uri, 0, text.length)).items.length > 0;
    assert.deepEqual([await offered(), await listed()], [1, true]);
    const cases: [settings: Partial<Settings>, offered: number, listed: boolean][] = [
      [{ ghostText: false }, 0, true],
      [{ list: false }, 1, false],
      [{ leastProbability: 100 }, 0, true],
      [{ byLanguage: { markdown: { ghostText: false, list: false } } }, 0, false],
      [{ byLanguage: { latex: { ghostText: false, list: false } } }, 1, true],
      [{ ghostText: false, byLanguage: { markdown: { ghostText: true } } }, 1, true],
      [{ delay: 20 }, 1, true],
      [{}, 1, true],
    ];
    for (const [settings, ghosts, isListed] of cases) {
      await server.configure(settings);
      assert.deepEqual([await offered(), await listed()], [ghosts, isListed], JSON.stringify(settings));
    }
    await server.configure({ longestOffer: 1 });
    assert.doesNotMatch(`${(await automatic())[0]?.insertText}`, /\s/, 'one word');
    await server.stop();
  });

  it('offers with a selected item of the list what begins as it does', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    const text = 'The captain followed the northern w';
    await server.open(uri, text);
    const range = {
      start: { line: 0, character: text.length - 1 },
      end: { line: 0, character: text.length },
    };
    const ask = (selected: string) =>
      server.connection.sendRequest<InlineCompletionItem[]>('textDocument/inlineCompletion', {
        textDocument: { uri },
        position: range.end,
        context: {
          triggerKind: InlineCompletionTriggerKind.Automatic,
          selectedCompletionInfo: { range, text: selected },
        },
      });
    const [item] = await ask('wind');
    assert.deepEqual(item?.range, range);
    assert.match(`${item?.insertText}`, /^wind/);
    assert.deepEqual(await ask('water'), []);
    await server.stop();
  });

  it('answers every request while it trains', async () => {
    put('one.md', sampleText(2000));
    const server = await startServer({ folder, storage, settings: { trainingSeconds: 5 } });
    await server.open(uri, 'The captain followed the northern wind. The old ');
    await server.status('training');
    let answered = 0;
    for (let n = 0; n < 500; n++) {
      const [list, ghost] = await Promise.all([
        server.completion(uri, 0, 30 + (n % 18)),
        server.inlineCompletion(uri, 0, 48),
      ]);
      if (Array.isArray(list.items) && Array.isArray(ghost)) answered++;
    }
    assert.equal(answered, 500);
    await server.stop();
  });

  it('counts in UTF-16, and applies changes in order', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    await server.open(uri, '𝒜 lamp 🜚 x\n');
    await server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: { line: 0, character: 11 }, end: { line: 0, character: 12 } }, text: 'the northe' },
        { range: { start: { line: 0, character: 21 }, end: { line: 0, character: 21 } }, text: 'rn ' },
      ],
    });
    const { items } = await server.completion(uri, 0, 24);
    assert.equal(items[0]?.label, 'wind', JSON.stringify(items[0]));
    await server.stop();
  });

  it('suggests only in the languages that are on', async () => {
    put('one.md');
    const server = await startServer({
      folder,
      storage,
      settings: { languages: { latex: false, typst: true } },
    });
    await server.status(isReady);
    for (const [languageId, expected] of [
      ['markdown', true],
      ['latex', false],
      ['typst', true],
      ['typescript', false],
    ] as const) {
      await server.open(`file:///${languageId}`, 'The captain followed the ', languageId);
      const { items } = await server.completion(`file:///${languageId}`, 0, 25);
      assert.equal(items.length > 0, expected, languageId);
    }
    await server.stop();
  });

  it('answers with nothing what cannot be answered', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    await server.open(uri, 'The captain\nfollowed the ');
    const places: [string, number, number][] = [
      ['file:///never-opened.md', 0, 0],
      ['not a uri', 0, 0],
      [uri, 2, 0],
      [uri, 0, 12],
      [uri, 1, 4000],
      [uri, 4000, 4000],
    ];
    for (const [where, line, character] of places) {
      assert.deepEqual(
        (await server.completion(where, line, character)).items,
        [],
        `${where} ${line}:${character}`,
      );
      assert.deepEqual(await server.inlineCompletion(where, line, character), []);
    }
    await server.change('file:///never-opened.md', 'text');
    assert.equal(await server.execute('inkling.unknown'), null);
    assert.equal(await server.execute(Command.forget), null);
    assert.deepEqual(await server.execute(Command.measure, 'file:///never-opened.md'), {
      outcome: 'notOpen',
    });
    await server.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    assert.deepEqual((await server.completion(uri, 1, 13)).items, []);
    assert.equal((await server.execute<Status>(Command.status)).state, 'ready');
    await server.stop();
  });

  it('survives requests that are cancelled', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    await server.open(uri, 'The captain followed the ');
    const params = { textDocument: { uri }, position: { line: 0, character: 25 } };
    const requests = Array.from({ length: 50 }, async () => {
      const source = new (await import('vscode-languageserver-protocol/node')).CancellationTokenSource();
      const answer = server.connection.sendRequest('textDocument/completion', params, source.token);
      source.cancel();
      return answer.then(
        () => 'answered',
        () => 'cancelled',
      );
    });
    assert.equal((await Promise.all(requests)).length, 50);
    assert.ok((await server.completion(uri, 0, 25)).items.length > 0);
    await server.stop();
  });

  it('measures how well it would have served a document', async () => {
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    await server.open(uri, sampleText(40));
    const measured = await server.execute<MeasureAnswer>(Command.measure, uri);
    assert.ok(measured.outcome === 'measured', JSON.stringify(measured));
    const { evaluation } = measured;
    assert.ok(evaluation.words > 200 && evaluation.keystrokeSavings1 > 0.3, JSON.stringify(evaluation));
    assert.ok(evaluation.components.network && evaluation.components.counts);
    await server.change(uri, 'Too short to tell.');
    assert.deepEqual(await server.execute(Command.measure, uri), {
      outcome: 'tooShort',
      words: 4,
      leastWords: 50,
    });
    await server.stop();
  });

  it('says what came of a command about training, and why nothing did', async () => {
    put('one.md');
    const server = await startServer({ folder, storage, settings: { trainingSeconds: 5 } });
    const outcome = async (command: string, ...given: unknown[]) =>
      (await server.execute<CommandAnswer>(command, ...given)).outcome;
    await server.status('training');
    assert.equal(await outcome(Command.retrain), 'asks');
    assert.equal(await outcome(Command.pauseTraining), 'paused');
    await server.status(({ training }) => training?.paused === true);
    assert.equal(await outcome(Command.pauseTraining), 'resumed');
    assert.equal(await outcome(Command.cancelTraining), 'cancelled');
    await server.status(isReady);
    assert.equal(await outcome(Command.cancelTraining), 'nothingToCancel');
    assert.equal(await outcome(Command.pauseTraining), 'nothingToPause');
    assert.equal(await outcome(Command.retrain), 'started');
    await server.configure({ enabled: false });
    for (const command of [Command.retrain, Command.cancelTraining, Command.pauseTraining, Command.measure])
      assert.equal(await outcome(command, uri), 'off');
    await server.stop();
  });

  it('says that there is no folder to learn from', async () => {
    const server = await startServer({ storage });
    await server.status('noText');
    assert.deepEqual(await server.execute(Command.retrain), { outcome: 'noFolder' });
    await server.open(uri, sampleText(40));
    assert.deepEqual(await server.execute(Command.measure, uri), { outcome: 'nothingLearned' });
    await server.stop();
  });
});
