import assert from 'node:assert/strict';
import { NgramCounts } from '../../../model/counts/ngram-counts';
import { countParagraph } from '../../../model/counts/paragraphs';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { encodeCorpus, encodeTokens } from '../../../model/vocabulary/encode';
import { vocabularyToJson } from '../../../model/vocabulary/json';
import { createLexicon } from '../../../model/vocabulary/lexicon';
import { paragraphsOf } from '../../../model/vocabulary/passages';
import { Corpus } from '../../../server/corpus/corpus';
import type { Learned, Updated } from '../../../server/corpus/jobs';
import { trainingData } from '../../../server/jobs/training-data';

type Texts = Record<string, string>;

const filesOf = (texts: Texts) =>
  Object.keys(texts).map((path) => ({ path, bytes: 1, modified: 1, hash: path }));

/** What the worker would answer. */
function learned(texts: Texts): Learned {
  const { vocabulary, lexicon, documents } = encodeCorpus(
    Object.values(texts).map((text) => tokenizeProse(text)),
  );
  const counts = new NgramCounts();
  for (const ids of documents) for (const paragraph of paragraphsOf(ids)) countParagraph(counts, paragraph);
  return {
    kind: 'learn',
    baseProblems: [],
    files: filesOf(texts),
    leftOut: [],
    leftOutCount: 0,
    unread: [],
    documents: Object.keys(texts).map((path, index) => ({ path, ids: documents[index]!, words: 1 })),
    vocabulary: vocabularyToJson(vocabulary),
    extraWords: Array.from({ length: lexicon.size - vocabulary.size }, (_, index) => ({
      key: lexicon.key(vocabulary.size + index),
      form: lexicon.form(vocabulary.size + index),
    })),
    counts: counts.state,
    trainingData: trainingData(new Int32Array(0), new Int32Array(0), vocabulary.size),
  };
}

function updated(corpus: Corpus, all: Texts, changed: Texts): Updated {
  const lexicon = createLexicon(corpus.lexicon.vocabulary);
  return {
    kind: 'update',
    files: filesOf(all),
    leftOut: [],
    leftOutCount: 0,
    unread: [],
    documents: Object.entries(changed).map(([path, text]) => ({
      path,
      ids: encodeTokens(lexicon, tokenizeProse(text), { grow: true }),
      words: 1,
    })),
    words: Array.from({ length: lexicon.size - lexicon.closedSize }, (_, index) => ({
      key: lexicon.key(lexicon.closedSize + index),
      form: lexicon.form(lexicon.closedSize + index),
    })),
  };
}

/** A corpus's texts in words, so that two with different ids can be compared. */
const wordsOf = (corpus: Corpus) =>
  corpus.texts.map((ids) => [...ids].map((id) => corpus.lexicon.key(id)).join(' '));

/** Every n-gram's count, by words. */
function countsOf(corpus: Corpus): Record<string, number> {
  const found: Record<string, number> = {};
  for (const paragraph of corpus.texts.flatMap((ids) => [...paragraphsOf(ids)])) {
    for (let start = 0; start < paragraph.length; start++) {
      for (let end = start + 1; end <= Math.min(paragraph.length, start + 5); end++) {
        const context = corpus.counts.node(paragraph, start, end - 1);
        const words = [...paragraph.subarray(start, end)].map((id) => corpus.lexicon.key(id)).join(' ');
        found[words] = corpus.counts.countAfter(context, paragraph[end - 1]!);
      }
    }
  }
  return found;
}

const BEFORE: Texts = {
  'a.md': 'The lamp burned low. The lamp went out.\n\nNobody came.\n\nThe sea was still.',
  'b.md': 'The boat was late.\n\nThe lamp burned low.',
};
const AFTER: Texts = {
  'a.md': 'The lamp burned low. The lamp went out.\n\nSomebody came at last.\n\nThe sea was still.',
  'c.md': 'A quiet Quibblewick waited by the lamp.',
};

describe('Corpus', () => {
  it('after an update is what it would be had it read the files then', async () => {
    const corpus = Corpus.learned(learned(BEFORE));
    await corpus.update(updated(corpus, AFTER, AFTER), new AbortController().signal);
    const anew = Corpus.learned(learned(AFTER));
    assert.deepEqual(wordsOf(corpus), wordsOf(anew));
    assert.deepEqual(countsOf(corpus), countsOf(anew));
    assert.equal(corpus.counts.tokens, anew.counts.tokens);
    assert.ok(corpus.sinceTraining.newTokens > 0);
  });

  it('stays as it is when the files say the same', async () => {
    const corpus = Corpus.learned(learned(BEFORE));
    const counts = countsOf(corpus);
    await corpus.update(updated(corpus, BEFORE, { 'a.md': BEFORE['a.md']! }), new AbortController().signal);
    assert.deepEqual(countsOf(corpus), counts);
    assert.equal(corpus.sinceTraining.newTokens, 0);
  });

  it('restored from a model, learns from the files what has changed since', async () => {
    const before = Corpus.learned(learned(BEFORE));
    const ids = Int32Array.from(before.texts.flatMap((text) => [...text]));
    const counts = new NgramCounts();
    for (const paragraph of paragraphsOf(ids)) countParagraph(counts, paragraph);
    const corpus = Corpus.restored(before.lexicon, ids, counts.state);
    await corpus.update(updated(corpus, AFTER, AFTER), new AbortController().signal);
    assert.deepEqual(countsOf(corpus), countsOf(Corpus.learned(learned(AFTER))));
    assert.equal(corpus.fileCount, 2);
  });

  it('restored, keeps what it knows while something can’t be read', async () => {
    const before = Corpus.learned(learned(BEFORE));
    const ids = Int32Array.from(before.texts.flatMap((text) => [...text]));
    const counts = new NgramCounts();
    for (const paragraph of paragraphsOf(ids)) countParagraph(counts, paragraph);
    const corpus = Corpus.restored(before.lexicon, ids, counts.state);
    const half = { 'b.md': BEFORE['b.md']! };
    const signal = new AbortController().signal;
    await corpus.update({ ...updated(corpus, half, half), unread: ['a.md'] }, signal);
    assert.deepEqual(countsOf(corpus), countsOf(before));
    assert.equal(corpus.hasUnread, true);
    await corpus.update(updated(corpus, BEFORE, BEFORE), signal);
    assert.deepEqual(countsOf(corpus), countsOf(before));
    assert.equal(corpus.sinceTraining.goneTokens, 0);
    assert.equal(corpus.hasUnread, false);
  });

  it('looks at a few files without losing the others', async () => {
    const corpus = Corpus.learned(learned(BEFORE));
    const changed = { 'a.md': AFTER['a.md']! };
    const signal = new AbortController().signal;
    await corpus.update({ ...updated(corpus, changed, changed), only: ['a.md'] }, signal);
    const now = { ...BEFORE, ...changed };
    assert.deepEqual(countsOf(corpus), countsOf(Corpus.learned(learned(now))));
    assert.deepEqual([...corpus.files.keys()].sort(), ['a.md', 'b.md']);
    await corpus.update({ ...updated(corpus, {}, {}), only: ['a.md'] }, signal);
    assert.deepEqual(countsOf(corpus), countsOf(Corpus.learned(learned({ 'b.md': BEFORE['b.md']! }))));
    assert.deepEqual([...corpus.files.keys()], ['b.md']);
  });

  it('knows what is written twice in a row, however the text changes', async () => {
    const never = new AbortController().signal;
    const corpus = Corpus.learned(learned({ a: 'It was very very quiet.', b: 'It was late.' }));
    const steps: readonly (readonly [all: Texts, changed: Texts, doubled: string[]])[] = [
      [{ a: '', b: '' }, {}, ['very']],
      [{ a: '', b: '', c: '' }, { c: 'Bye bye, he said.' }, ['bye', 'very']],
      [{ a: '', b: '', c: '' }, { b: 'It was early.' }, ['bye', 'very']],
      [{ a: '', b: '', c: '' }, { a: 'It was very quiet.' }, ['bye']],
    ];
    for (const [all, changed, doubled] of steps) {
      await corpus.update(updated(corpus, all, changed), never);
      assert.deepEqual([...corpus.doubled].sort(), doubled);
    }
  });

  it('knows which words are gone, until they are back', async () => {
    const corpus = Corpus.learned(learned(BEFORE));
    const signal = new AbortController().signal;
    const isGone = (word: string) => corpus.isGone(corpus.lexicon.idOf(word));
    corpus.noteStored();
    await corpus.update(updated(corpus, AFTER, AFTER), signal);
    assert.deepEqual(['nobody', 'boat', 'lamp', 'quibblewick'].map(isGone), [true, true, false, false]);
    assert.equal(corpus.lostSinceStored, 'much');
    assert.ok(corpus.sinceTraining.goneWords > 0 && corpus.sinceTraining.goneDocuments === 1);
    await corpus.update(updated(corpus, BEFORE, BEFORE), signal);
    assert.deepEqual(['nobody', 'boat', 'quibblewick'].map(isGone), [false, false, true]);
    assert.equal(corpus.lostSinceStored, 'nothing');
    assert.deepEqual(corpus.sinceTraining, { newTokens: 0, goneTokens: 0, goneDocuments: 0, goneWords: 0 });
  });

  it('knows what was lost while it was written to the disk', async () => {
    const corpus = Corpus.learned(learned(BEFORE));
    const undo = corpus.noteStored();
    await corpus.update(updated(corpus, AFTER, AFTER), new AbortController().signal);
    assert.equal(corpus.lostSinceStored, 'much');
    undo(); // it could not be written
    assert.equal(corpus.lostSinceStored, 'much');
  });

  it('changes nothing when it is told to stop first', async () => {
    const corpus = Corpus.learned(learned(BEFORE));
    const counts = countsOf(corpus);
    await assert.rejects(corpus.update(updated(corpus, AFTER, AFTER), AbortSignal.abort()));
    assert.deepEqual(countsOf(corpus), counts);
  });
});
