import '../vscode';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noDocument, notMeasured, saidOf, turned, turnedLanguage } from '../../../client/commands/answers';
import { menuItems } from '../../../client/commands/menu';
import { nothingOffered, withoutPassages } from '../../../client/commands/why';
import { failed, notRunning, type Said } from '../../../client/connection/said';
import { documentStatus } from '../../../client/views/document-status';
import { type Mood, moodOf, type Situation } from '../../../client/views/situation';
import { details, explanation, summary } from '../../../client/views/status-text';
import {
  cancelAnswer,
  pauseAnswer,
  retrainAnswer,
  type Work,
} from '../../../server/learning/command-answers';
import type { MeasureAnswer, Status } from '../../../server/protocol';

const markdown = { id: 'markdown', isOn: true };
const typescript = { id: 'typescript', isOn: false };
const corpus = { files: 3, words: 2144, leftOut: [], leftOutCount: 2 };
const status = (state: Status['state'], more: Partial<Status> = {}): Status => ({ state, corpus, ...more });
const running = (server: Status, more: Partial<Situation> = {}): Situation => ({
  server: 'running',
  status: server,
  hasFolder: true,
  language: markdown,
  ...more,
});
const training = { seconds: 24, budgetSeconds: 60 };

/** Every `Mood` of a window, with the server's state that leads to it. */
const states: Record<Mood, { situation: Situation; work?: Partial<Work> }> = {
  stopped: { situation: { server: 'stopped', hasFolder: true, language: markdown } },
  starting: { situation: { server: 'starting', hasFolder: true, language: markdown } },
  off: { situation: running(status('off')), work: { enabled: false } },
  reading: { situation: running(status('reading')), work: { words: undefined } },
  learning: { situation: running(status('training', { training })), work: { training: 'running' } },
  paused: {
    situation: running(status('training', { training: { ...training, paused: true }, message: 'Held.' })),
    work: { training: 'paused' },
  },
  failed: { situation: running(status('failed', { message: 'Training failed: x.' })) },
  noFolder: {
    situation: running(status('noText', { message: 'Open a folder.' }), { hasFolder: false }),
    work: { hasFolder: false, words: 0 },
  },
  noText: { situation: running(status('noText', { message: 'No text.' })), work: { words: 0 } },
  silentHere: { situation: running(status('ready'), { language: typescript }) },
  ready: { situation: running(status('ready')) },
};

const idle: Work = {
  enabled: true,
  hasFolder: true,
  leads: true,
  training: 'none',
  words: 900,
  leastWords: 300,
};

/** What the writer reads after a command. */
const commands: Record<string, (state: { situation: Situation; work?: Partial<Work> }) => Said> = {
  Retrain: (state) => throughServer(state, (work) => saidOf(retrainAnswer(work, false), 40)),
  'Cancel Training': (state) => throughServer(state, (work) => saidOf(cancelAnswer(work))),
  'Pause/Resume Training': (state) => throughServer(state, (work) => saidOf(pauseAnswer(work))),
  'Turn On/Off': ({ situation }) => turned(situation.status?.state === 'off', situation.language),
  'Turn On/Off for This Language': ({ situation: { language, status: now } }) =>
    language ? turnedLanguage({ ...language, isOn: !language.isOn }, now?.state !== 'off') : noDocument(),
  'Measure on This Document': (state) =>
    throughServer(state, ({ enabled }) => {
      const { language } = state.situation;
      if (!language) return noDocument();
      return notMeasured({ outcome: enabled ? 'notOpen' : 'off' }, language);
    }),
};

function throughServer(
  { situation, work }: { situation: Situation; work?: Partial<Work> },
  answer: (work: Work) => Said,
): Said {
  if (situation.server !== 'running') return notRunning(situation.server === 'starting');
  return answer({ ...idle, ...work });
}

/** What may be run: our own commands, and those of the editor that are named here. */
const manifest = readFileSync(join(__dirname, '../../../package.json'), 'utf8');
const ofTheEditor = [
  'editor.action.inlineSuggest.trigger',
  'workbench.action.files.openFolder',
  'workbench.action.quickOpen',
  'workbench.action.files.newUntitledFile',
];
function assertCanBeRun(command: string): void {
  assert.ok(manifest.includes(`"${command}"`) || ofTheEditor.includes(command), command);
}

function assertIsAnswer({ text, actions }: Said): void {
  assert.match(text, /^[“\p{Lu}].*[.?]$/u);
  assert.doesNotMatch(text, /\{\d\}|undefined|null|NaN/);
  assert.ok(actions.length > 0, `no way on: ${text}`);
  for (const { title, command } of actions) {
    assert.ok(title.length > 0);
    assertCanBeRun(command);
  }
}

describe('What a writer is told', () => {
  it('names every mood by what can be seen', () => {
    for (const [mood, { situation }] of Object.entries(states)) assert.equal(moodOf(situation), mood);
  });

  for (const [name, run] of Object.entries(commands)) {
    for (const [mood, state] of Object.entries(states)) {
      it(`after ${name}: ${mood}`, () => assertIsAnswer(run(state)));
    }
    it(`after ${name}: no document`, () => {
      assertIsAnswer(run({ situation: running(status('ready'), { language: undefined }) }));
    });
  }

  const table: [what: string, said: Said, text: RegExp, actions: string[]][] = [
    ['retrain while off', commands.Retrain!(states.off), /off/, ['Turn On']],
    ['retrain without a folder', commands.Retrain!(states.noFolder), /no folder is open/, ['Open Folder…', 'Learn from Other Folders…']],
    ['retrain without text', commands.Retrain!(states.noText), /found 0 words/, ['Learn from Other Folders…', 'Show Log']],
    ['retrain while learning', commands.Retrain!(states.learning), /40 % .*would be lost/, ['Begin Anew']],
    ['cancel at rest', commands['Cancel Training']!(states.ready), /^Nothing to cancel/, ['Retrain', 'Show Loss']],
    ['pause at rest', commands['Pause/Resume Training']!(states.ready), /^Nothing to pause/, ['Retrain', 'Show Loss']],
    ['pause when paused', commands['Pause/Resume Training']!(states.paused), /goes on/, ['Pause Training', 'Show Loss']],
    ['measure while off', commands['Measure on This Document']!(states.off), /off/, ['Turn On']],
    ['measure where the language is off', commands['Measure on This Document']!(states.silentHere), /off for typescript/, ['Turn On for typescript']],
    ['measure a short text', notMeasured({ outcome: 'tooShort', words: 12, leastWords: 50 }, markdown), /12 words .* 50/, ['Open…']],
    ['measure before anything was learned', notMeasured({ outcome: 'nothingLearned' }, markdown), /nothing yet/, ['Retrain']],
    ['a language turned off', commands['Turn On/Off for This Language']!(states.ready), /is off for markdown/, ['Undo']],
    ['a language turned on', commands['Turn On/Off for This Language']!(states.silentHere), /is on for typescript/, ['Undo']],
    ['a language turned on while all is off', turnedLanguage(markdown, false), /off altogether/, ['Turn On', 'Undo']],
    ['turned on where the language is off', turned(true, typescript), /off for typescript/, ['Turn On for typescript', 'Undo']],
    ['what failed', failed(), /log/, ['Show Log', 'Restart Server']],
    ['why, where nothing is offered', nothingOffered(), /offers nothing here/, ['Trigger Suggestion']],
    ['why, where the text says nothing', withoutPassages({ word: 'lamp', probability: 0.43, parts: [{ part: 'network', share: 0.9 }, { part: 'counts', share: 0.001 }], passages: [] }), /^“lamp”, 43 %, from: the network 90 %, phrases of your text < 1 %\. It stands nowhere/, ['Bases…']],
    ['no server', notRunning(false), /not running/, ['Restart Server', 'Show Log']],
  ]; // biome-ignore format: one case a line
  for (const [what, said, text, actions] of table) {
    it(what, () => {
      assertIsAnswer(said);
      assert.match(said.text, text);
      assert.deepEqual(
        said.actions.map(({ title }) => title),
        actions,
      );
    });
  }

  it('asks, rather than tells, only where something would be lost', () => {
    const said = Object.values(commands).flatMap((run) => Object.values(states).map(run));
    assert.deepEqual(
      [...new Set(said.filter(({ isQuestion }) => isQuestion).map(({ text }) => text))].length,
      1,
    );
  });

  it('every reason for not measuring has a sentence', () => {
    const reasons: Exclude<MeasureAnswer, { outcome: 'measured' }>[] = [
      { outcome: 'off' },
      { outcome: 'notOpen' },
      { outcome: 'nothingLearned' },
      { outcome: 'tooShort', words: 1, leastWords: 50 },
    ];
    for (const reason of reasons)
      for (const language of [markdown, typescript]) assertIsAnswer(notMeasured(reason, language));
  });
});

describe('What the status says', () => {
  for (const [mood, { situation }] of Object.entries(states)) {
    it(mood, () => {
      assert.match(summary(situation).text, /^Inkling: \S/);
      assert.doesNotMatch(details(situation), /undefined|NaN|\{\d\}|perplexity|GRU|LSTM/);
      if (mood !== 'ready') assert.ok(explanation(situation), 'no reason is given');
      const { text, command } = documentStatus(situation);
      const isSilent = ['stopped', 'starting', 'off', 'silentHere'].includes(mood);
      assert.match(text, isSilent ? /silent here$/ : /suggests here$/);
      assertCanBeRun(command.command);
    });
  }

  it('does not say that nothing runs while it starts', () => {
    assert.equal(summary(states.starting.situation).text, 'Inkling: starting');
  });

  it('says that the document’s language is off, whatever else goes on', () => {
    const situation = { ...states.learning.situation, language: typescript };
    const { text, detail, command } = documentStatus(situation);
    assert.equal(text, 'Inkling is silent here');
    assert.match(detail ?? '', /off for typescript/);
    assert.equal(command.command, 'inkling.toggleLanguage');
  });

  it('speaks of words rather than of perplexity', () => {
    const model = {
      cell: 'gru' as const,
      hiddenSize: 64,
      vocabularySize: 308,
      perplexity: 34.6,
      trainedAt: '2024-05-01T12:00:00Z',
      restored: true,
    };
    const base = { name: 'English', words: 19_800_000, untaughtPerplexity: 84.2, taughtPerplexity: 61.7 };
    const lines = details(running(status('ready', { model, base }))).split('\n');
    assert.deepEqual(lines.slice(0, -1), [
      `It has read ${(2144).toLocaleString()} words in 3 files of yours.`,
      '2 files are left out; the view Inkling tells why.',
      'It knows 308 different words.',
      `It began with English, which has read ${(19_800_000).toLocaleString()} words.`,
      'On pages of yours that it had not seen, it was as unsure as among 84 words; your text has made that 62.',
    ]);
    assert.match(lines.at(-1) ?? '', /^Remembered from/);
  });
});

describe('The menu', () => {
  /** Commands that would only answer that they can't be done. */
  const idleToOffer: Partial<Record<Mood, string[]>> = {
    stopped: ['inkling.retrain', 'inkling.showLoss', 'inkling.measure', 'inkling.pauseTraining'],
    off: ['inkling.retrain', 'inkling.measure', 'inkling.pauseTraining', 'inkling.cancelTraining'],
    noFolder: ['inkling.retrain', 'inkling.pauseTraining', 'inkling.cancelTraining'],
    silentHere: ['inkling.measure'],
    ready: ['inkling.pauseTraining', 'inkling.cancelTraining', 'inkling.restartServer'],
    learning: ['inkling.retrain'],
  };
  const first: Partial<Record<Mood, string>> = {
    stopped: 'inkling.restartServer',
    off: 'inkling.toggle',
    learning: 'inkling.showLoss',
    paused: 'inkling.pauseTraining',
    noFolder: 'workbench.action.files.openFolder',
    silentHere: 'inkling.toggleLanguage',
  };
  for (const [mood, { situation }] of Object.entries(states) as [Mood, { situation: Situation }][]) {
    it(mood, () => {
      const items = menuItems(situation).map(({ command }) => command);
      assert.ok(items.length > 0);
      assert.deepEqual([...new Set(items)], items, 'a command stands twice');
      for (const command of items) assertCanBeRun(command);
      for (const command of idleToOffer[mood] ?? []) assert.ok(!items.includes(command), command);
      if (first[mood]) assert.equal(items[0], first[mood]);
    });
  }

  it('offers nothing about a document where there is none', () => {
    const items = menuItems(running(status('ready'), { language: undefined })).map(({ command }) => command);
    assert.ok(!items.includes('inkling.measure') && !items.includes('inkling.toggleLanguage'));
  });

  it('says which way a language is turned', () => {
    const labels = (situation: Situation) =>
      menuItems(situation)
        .map(({ label }) => label)
        .join();
    assert.match(labels(states.ready.situation), /Turn Off for markdown/);
    assert.match(labels(states.silentHere.situation), /Turn On for typescript/);
  });
});
