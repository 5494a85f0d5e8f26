import assert from 'node:assert/strict';
import { forgottenKey } from '../../../server/suggestion/forgotten-phrases';
import { DocumentSession } from '../../../server/suggestion/session';
import { phraseModel } from './phrase-predictor';

const CORPUS = `
The white whale swam before him. Captain Ahab stood upon the quarter-deck. The white shark ate fish.

Starbuck sighed. The old skipper, who had been here before, smiled.
`;

type Step =
  /** Typed letter by letter, each asked after. */
  | { type: string; offers: readonly string[] }
  | { paste: string; offers: string }
  | { delete: number; offers: string }
  /** What was deleted last comes back at once. */
  | { undo: true; offers: string }
  /** The offer on the screen is taken. */
  | { accept: true; offers: string };

/** A writer at the end of a document. */
class Writer {
  private text: string;
  private readonly session: DocumentSession;
  private deleted = '';

  constructor(text: string, model = phraseModel(CORPUS)) {
    this.text = text;
    this.session = new DocumentSession('markdown', text);
    this.session.setModel(model);
  }

  ask(automatic = true): string {
    return this.session.ghostText(this.text.length, { automatic, eagerness: 'balanced' })?.insertText ?? '';
  }

  insert(text: string): void {
    this.session.change([{ start: this.text.length, end: this.text.length, text }]);
    this.text += text;
  }

  delete(count: number): void {
    const start = this.text.length - count;
    this.session.change([{ start, end: this.text.length, text: '' }]);
    this.deleted = this.text.slice(start);
    this.text = this.text.slice(0, start);
  }

  take(step: Step): void {
    if ('type' in step) {
      const offers = [...step.type].map((letter) => {
        this.insert(letter);
        return this.ask();
      });
      assert.deepEqual(offers, step.offers, step.type);
      return;
    }
    if ('paste' in step) this.insert(step.paste);
    else if ('delete' in step) this.delete(step.delete);
    else if ('undo' in step) this.insert(this.deleted);
    else this.insert(this.ask());
    assert.equal(this.ask(), step.offers, JSON.stringify(step));
  }
}

const SAIL = 'We sail. We sailed away. The sail tore.';

const scripts: readonly (readonly [name: string, text: string, steps: readonly Step[], corpus?: string])[] = [
  [
    'an offer stays while typing agrees with it, to its last letter',
    'Captain ',
    [
      { type: 'Aha', offers: ['hab', 'ab', 'b'] },
      { type: 'b', offers: [' stood'] },
    ],
  ],
  ['an accepted offer is followed by the next', 'Captain ', [{ accept: true, offers: ' stood' }]],
  [
    'one after the other a phrase is written, its spaces too',
    'Star',
    [
      { accept: true, offers: ' sighed' },
      { accept: true, offers: '' }, // a stop costs as many keys as Tab
    ],
  ],
  ['an accepted word is whole, though another begins so', 'The ', [{ accept: true, offers: ' tore' }], SAIL],
  ['a word that was typed may go on', 'The ', [{ type: 'sail', offers: ['ail', 'il', 'l', ''] }], SAIL],
  [
    'a letter typed behind an accepted word changes it',
    'The ',
    [
      { accept: true, offers: ' tore' },
      { type: 'ed', offers: ['', ''] },
    ],
    SAIL,
  ],
  [
    'a mended typo brings the offer back',
    'Captain Ax',
    [
      { delete: 1, offers: '' },
      { type: 'h', offers: ['ab stood'] },
    ],
  ],
  [
    'nothing after a deletion, until something is typed',
    'Captain A',
    [
      { delete: 1, offers: '' },
      { type: 'A', offers: ['hab'] },
    ],
  ],
  [
    'nothing after a word was deleted and brought back',
    'Captain Ahab ',
    [
      { delete: 5, offers: '' },
      { undo: true, offers: '' },
      { type: 's', offers: ['tood'] },
    ],
  ],
  ['an offer after a paste', '', [{ paste: 'Captain ', offers: 'Ahab' }]],
  ['a new offer where typing disagrees', 'Captain ', [{ type: 'Star', offers: ['', '', 'rbuck', 'buck'] }]],
];

describe('DocumentSession', () => {
  for (const [name, text, steps, corpus = CORPUS] of scripts) {
    it(name, () => {
      const writer = new Writer(text, phraseModel(corpus));
      if (text !== '') writer.ask();
      for (const step of steps) writer.take(step);
    });
  }

  it('answers when asked, also after a deletion', () => {
    const writer = new Writer('Captain A');
    writer.delete(1);
    assert.equal(writer.ask(), '');
    assert.equal(writer.ask(false), 'Ahab');
  });

  it('is silent by itself where offers are manual', () => {
    const session = new DocumentSession('markdown', 'Captain ');
    session.setModel(phraseModel(CORPUS));
    assert.equal(session.ghostText(8, { automatic: true, eagerness: 'manual' }), undefined);
    assert.equal(session.ghostText(8, { automatic: false, eagerness: 'manual' })?.insertText, 'Ahab');
  });

  it('never offers what the writer has forgotten', () => {
    const session = new DocumentSession('markdown', 'Captain ');
    session.setModel(phraseModel(CORPUS, { blocked: new Set(['ahab']) }));
    assert.equal(session.ghostText(8, { automatic: true, eagerness: 'balanced' }), undefined);
    assert.ok(session.list(8, 50).every(({ text }) => text !== 'Ahab'));
  });

  it('never offers a form of what the writer has forgotten', () => {
    const corpus = "Leicester's town. Leicester-square was dark. Leicestershire is wide. They don't know.";
    for (const [forgotten, text, expected] of [
      ['leicester', "Leicester's town. Lei", ['Leicestershire']],
      ['leicester', 'square. Lei', ['Leicestershire']],
      ['don', 'They d', ['dark', "don't"]],
      ["leicester's", 'Leic', ['Leicester-square', 'Leicestershire']],
    ] as const) {
      const session = new DocumentSession('markdown', text);
      session.setModel(phraseModel(corpus, { blocked: new Set([forgotten]) }));
      const listed = session.list(text.length, 50).map((item) => item.text);
      assert.deepEqual(listed.sort(), [...expected], `${forgotten} forgotten, ${text}`);
    }
  });

  it('never offers a forgotten phrase, and each of its words elsewhere', () => {
    const forgotten = new Set(['white shark ate', 'captain ahab', 'stood.']);
    const session = (text: string) => {
      const document = new DocumentSession('markdown', text);
      document.setModel(phraseModel(CORPUS, { blocked: forgotten }));
      return document;
    };
    const offers = (text: string) => [
      session(text).ghostText(text.length, { automatic: false, eagerness: 'eager' })?.insertText.trim() ?? '',
      ...session(text)
        .list(text.length, 50)
        .map((item) => item.text),
    ];
    for (const [text, never, still] of [
      ['Captain ', 'Ahab', undefined],
      ['Captain A', 'Ahab', undefined],
      ['Captain\nA', 'Ahab', undefined],
      ['A captain. A', undefined, 'Ahab'],
      ['We saw A', undefined, 'Ahab'],
      ['The white shark ', 'ate', undefined],
      ['The white ', undefined, 'shark'],
      ['The shark ', undefined, 'ate'],
    ] as const) {
      const offered = offers(text);
      if (never) assert.ok(!offered.some((offer) => offer.split(' ')[0] === never), `${text}: ${offered}`);
      if (still) assert.ok(offered.includes(still), `${text}: ${offered}`);
    }
    assert.equal(forgottenKey(' Northern  Wind '), 'northern wind');
    assert.equal(forgottenKey('Don’t'), "don't");
    assert.equal(forgottenKey('  '), undefined);
    // A longer offer ends before the phrase does.
    const whale = new DocumentSession('markdown', 'The ');
    whale.setModel(phraseModel(CORPUS, { blocked: new Set(['white whale', 'white shark']) }));
    assert.equal(whale.ghostText(4, { automatic: false, eagerness: 'eager' })?.insertText, 'white');
  });

  it('never offers what was forgotten while the document’s own words answer', () => {
    const text = 'Quibblewick laughed, and Quibblewick went on. Qui';
    const session = new DocumentSession('markdown', text);
    assert.ok(session.list(text.length, 50).some((item) => item.text === 'Quibblewick'));
    session.setModel(undefined, new Set(['quibblewick']));
    assert.deepEqual(session.list(text.length, 50), []);
    assert.equal(session.ghostText(text.length, { automatic: false, eagerness: 'eager' }), undefined);
  });

  it('withdraws an offer that stands when its word is forgotten', () => {
    const session = new DocumentSession('markdown', 'Captain ');
    session.setModel(phraseModel(CORPUS));
    const asked = { automatic: true, eagerness: 'balanced' } as const;
    assert.equal(session.ghostText(8, asked)?.insertText, 'Ahab');
    session.change([{ start: 8, end: 8, text: 'A' }]);
    assert.equal(session.ghostText(9, asked)?.insertText, 'hab');
    session.setModel(phraseModel(CORPUS, { blocked: new Set(['ahab']) }));
    assert.notEqual(session.ghostText(9, asked)?.insertText, 'hab');
  });

  it('never offers a secret, were it in every line', () => {
    const text = `${'the key AKIAIOSFODNN7EXAMPLE is here and me@example.com too. '.repeat(5)}the key `;
    const session = new DocumentSession('plaintext', text);
    for (const model of [undefined, phraseModel(text)]) {
      session.setModel(model);
      for (const offset of [text.length, text.length - 1]) {
        const offered = [
          session.ghostText(offset, { automatic: false, eagerness: 'eager' })?.insertText ?? '',
          ...session.list(offset, 100).map((item) => item.text),
        ];
        assert.ok(
          offered.every((offer) => !/AKIA|@/i.test(offer)),
          offered.join(' '),
        );
      }
    }
  });

  it('answers nothing outside the document', () => {
    const session = new DocumentSession('markdown', 'Captain ');
    for (const offset of [-1, 9, 1e9]) {
      assert.equal(session.ghostText(offset, { automatic: false, eagerness: 'eager' }), undefined);
      assert.deepEqual(session.list(offset, 5), []);
    }
  });

  it('answers as if the document had been opened as it is now, whatever was edited before', () => {
    const model = phraseModel(CORPUS);
    const edited = new DocumentSession('markdown', 'Captain \n\nThe white ');
    edited.setModel(model);
    let text = 'Captain \n\nThe white ';
    const edit = (start: number, end: number, insert: string) => {
      edited.change([{ start, end, text: insert }]);
      text = text.slice(0, start) + insert + text.slice(end);
    };
    edited.list(text.length, 5);
    edit(0, 0, '# Title\n\n');
    edited.list(17, 5);
    edit(17, 17, 'Ahab stood ');
    edit(9, 16, 'captain');
    for (const offset of [17, text.length, 28, 9]) {
      const fresh = new DocumentSession('markdown', text);
      fresh.setModel(model);
      assert.deepEqual(edited.list(offset, 5), fresh.list(offset, 5), `at ${offset} of ${text}`);
    }
  });
});

/** Half words and what becomes of them, in a book that has `Jarndyce` often. `⌫` deletes a letter, `→` asks for both surfaces. */
describe('the list', () => {
  const model = phraseModel(CORPUS);
  const listAt = (text: string, count = 5) => {
    const session = new DocumentSession('markdown', text);
    session.setModel(model);
    return session.list(text.length, count);
  };

  it('has probabilities that add to 1 under a prefix, less what a new word would take', () => {
    const items = listAt('The white w', 100);
    assert.deepEqual(items.map(({ text }) => text).sort(), ['whale', 'white', 'who']);
    const sum = items.reduce((sum, { probability = 0 }) => sum + probability, 0);
    assert.ok(sum > 0.98 && sum < 1, String(sum));
  });

  const cases: readonly (readonly [text: string, first: string, insertText: string, start: number])[] = [
    ['Captain ', 'Ahab', 'Ahab', 8],
    ['Captain A', 'Ahab', 'Ahab', 8],
    ['Captain a', 'Ahab', 'Ahab', 8],
    ['CAPTAIN A', 'AHAB', 'AHAB', 8],
    ['Captain', 'Captain', 'Captain', 0], // as it stands: what is accepted unasked changes nothing
    ['CAPTAIN', 'CAPTAIN', 'CAPTAIN', 0],
    ['the whi', 'white', 'white', 4],
    ['the mizzen and a mizzen', 'mizzen', 'mizzen', 17], // a word of the document's
    ['the mizzen', '', '', 4], // that it stands here does not make it one
    ['The old skipper,', 'who', ' who', 16],
    ['Starb', 'Starbuck', 'Starbuck', 0],
    ['starb', 'Starbuck', 'Starbuck', 0],
  ];
  for (const [text, first, insertText, start] of cases) {
    it(`${JSON.stringify(text)} → ${first || 'nothing'}`, () => {
      const item = listAt(text)[0];
      assert.equal(item?.text ?? '', first);
      if (first !== '') assert.deepEqual([item?.insertText, item?.start], [insertText, start]);
    });
  }

  it("has the document's own words, as the document writes them, without a percentage if none is known", () => {
    const items = listAt('Queequeg came. The harpooneer Queequeg left. He saw Qu');
    const own = items.find(({ text }) => text === 'Queequeg');
    assert.deepEqual(own, { start: 52, text: 'Queequeg', insertText: 'Queequeg', filterText: 'Queequeg' });
  });

  it('has each word once', () => {
    const items = listAt('The the THE skipper whale. T', 50);
    assert.equal(new Set(items.map(({ text }) => text.toLowerCase())).size, items.length);
  });
});

describe('a document that nobody has trained for', () => {
  const offerAt = (text: string) => {
    const session = new DocumentSession('markdown', text);
    return session.ghostText(text.length, { automatic: false, eagerness: 'balanced' })?.insertText ?? '';
  };

  const story = 'Bartleby looked up. “I would prefer not to,” said Bartleby. “Prefer not to,” echoed I. ';
  const cases: readonly (readonly [text: string, offer: string])[] = [
    [`${story}Again Bart`, 'leby'],
    [`${story}I would pref`, 'er not to'],
    [`${story}I would prefer `, 'not to'],
    ['', ''],
    ['One', ''],
  ];
  for (const [text, offer] of cases) {
    it(`${JSON.stringify(text.slice(-30))} → ${JSON.stringify(offer)}`, () =>
      assert.equal(offerAt(text), offer));
  }
});
