import '../vscode';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LearnedNode, learnedNodes, usageNode, wordNodes } from '../../../client/views/learned-nodes';
import { NOTHING } from '../../../client/views/usage';
import type { LearnedOverview, NeverEntry } from '../../../server/protocol';

const learned: LearnedOverview = {
  files: [
    { path: '/novel/one.md', words: 1200, modified: 1_700_000_000_000, withheld: 0 },
    { path: '/novel/two.md', words: 944, modified: 0, withheld: 2 },
  ],
  fileCount: 2,
  words: 2144,
  leftOut: [{ path: '/novel/old.txt', reason: 'binary' }],
  leftOutCount: 1,
  withheld: [{ kind: 'password', count: 2 }],
  model: {
    ...{ cell: 'gru', hiddenSize: 64, vocabularySize: 308, perplexity: 34.6, restored: false },
    ...{ trainedAt: '2024-05-01T12:00:00Z', path: '/storage/model.inkling', bytes: 2 * 2 ** 20 },
  },
};
const history = { points: [{ seconds: 12, tokens: 1, trainingLoss: 5, heldOutLoss: 4 }], running: false };
const never: NeverEntry[] = [{ text: 'Leicester', list: 'user', path: '/storage/never.txt' }];
const nodes = learnedNodes(learned, never, history, (path) => path.replace('/novel/', ''));

function all(these: readonly LearnedNode[]): LearnedNode[] {
  return these.flatMap((node) => [node, ...all(node.children ?? [])]);
}
function lines(these: readonly LearnedNode[], depth = 0): string[] {
  return these.flatMap(({ label, description = '', children = [] }) => [
    `${'  '.repeat(depth)}${label} | ${description}`,
    ...lines(children, depth + 1),
  ]);
}

describe('The tree of what was learned', () => {
  it('says it line by line', () => {
    assert.deepEqual(
      lines(nodes).map((line) => line.replaceAll(new Date(1_700_000_000_000).toLocaleDateString(), 'DATE')),
      [
        `Folder | ${(2144).toLocaleString()} words in 2 files`,
        `  one.md | ${(1200).toLocaleString()} words · DATE`,
        '  two.md | 944 words · ',
        '  Left out | 1',
        '    old.txt | binary',
        'Words | most frequent first',
        'New words | that Inkling learned from you',
        'Names | written with a capital',
        'Withheld | never learned, never shown',
        '  password | 2 ×',
        '  two.md | 2 ×',
        'Never suggested | 1',
        '  Leicester | in all your texts',
        `Model | of ${new Date('2024-05-01T12:00:00Z').toLocaleString()}`,
        '  Network | GRU of 64 units',
        '  Knows | 308 words',
        '  Size | 2.0 MB',
        '  Stored in | /storage/model.inkling',
        'Last learned | 12 s, perplexity 54.6',
      ],
    );
  });

  it('opens every file, and what is left out', () => {
    const files = all(nodes).filter(({ kind }) => kind === 'file' || kind === 'leftOut');
    assert.equal(files.length, 4);
    for (const { opens, about } of files)
      assert.deepEqual(opens, { command: 'inkling.openFile', argument: about });
  });

  it('has actions of ours on its lines only', () => {
    const { menus, commands } = JSON.parse(
      readFileSync(join(__dirname, '../../../package.json'), 'utf8'),
    ).contributes;
    const ours = commands.map(({ command }: { command: string }) => command);
    const kinds = new Set(
      all([
        ...nodes,
        usageNode(NOTHING, new Date()),
        ...wordNodes({ words: [{ word: 'a', count: 1, isNew: false }], total: 1 }),
      ]).map(({ kind }) => `inkling.${kind}`),
    );
    for (const { command, when } of [...menus['view/title'], ...menus['view/item/context']]) {
      assert.ok(ours.includes(command), command);
      const kind = /viewItem == (\S+)/.exec(when)?.[1];
      if (kind) assert.ok(kinds.has(kind), kind);
    }
  });

  it('lists words, and says how many more there are', () => {
    const listed = wordNodes({
      words: [
        { word: 'Skerra', count: 1200, isNew: true },
        { word: 'the', count: 9, isNew: false },
      ],
      total: 1002,
    });
    assert.deepEqual(lines(listed), [
      `Skerra | ${(1200).toLocaleString()} ×, new`,
      'the | 9 ×',
      `${(1000).toLocaleString()} more: search for them | `,
    ]);
    assert.deepEqual(lines(wordNodes({ words: [], total: 0 })), ['None yet | ']);
  });

  it('says what is not there', () => {
    const without = learnedNodes(
      { ...learned, withheld: [], files: [], leftOut: [], leftOutCount: 0, model: undefined },
      [],
      undefined,
      (path) => path,
    );
    assert.deepEqual(
      without.map(({ label }) => label),
      ['Folder', 'Words', 'New words', 'Names', 'Withheld', 'Never suggested'],
    );
    assert.match(lines(without).join(), /Nothing that looks like a secret was found/);
  });
});
