import assert from 'node:assert/strict';
import {
  type Moments,
  PACE,
  type TrainingNeed,
  type TrainingState,
  trainingNeed,
  waitFor,
} from '../../../server/learning/training-due';

const nothing = { newTokens: 0, goneTokens: 0, goneDocuments: 0, goneWords: 0 };
const trained: TrainingState = {
  words: 14_600,
  tokens: 18_000,
  since: nothing,
  taught: true,
  declined: false,
  outdated: false,
};

describe('What training a text calls for', () => {
  const cases: { name: string; state: Partial<TrainingState>; need: TrainingNeed | undefined }[] = [
    { name: 'nothing has changed', state: {}, need: undefined },
    { name: 'six letters', state: { since: { ...nothing, newTokens: 18, goneTokens: 18 } }, need: undefined },
    { name: 'a first text', state: { taught: false }, need: { from: 'anew', when: 'now' } },
    { name: 'the writer ended it', state: { taught: false, declined: true }, need: undefined },
    { name: 'another base fits', state: { outdated: true }, need: { from: 'anew', when: 'now' } },
    { name: 'too few words', state: { words: 299, taught: false }, need: undefined },
    {
      name: 'a chapter more',
      state: { since: { ...nothing, newTokens: 2_000 } },
      need: { from: 'present', when: 'soon' },
    },
    {
      name: 'a chapter more of a library',
      state: { tokens: 1_000_000, since: { ...nothing, newTokens: 5_000 } },
      need: { from: 'present', when: 'soon' },
    },
    {
      name: 'most of it is new',
      state: { since: { ...nothing, newTokens: 12_000 } },
      need: { from: 'anew', when: 'soon' },
    },
    {
      name: 'a page deleted',
      state: { since: { ...nothing, goneTokens: 500 } },
      need: { from: 'anew', when: 'soon' },
    },
    {
      name: 'a note deleted',
      state: { since: { ...nothing, goneTokens: 20, goneDocuments: 1 } },
      need: { from: 'anew', when: 'soon' },
    },
    { name: 'a note that came back', state: { since: { ...nothing, goneDocuments: 1 } }, need: undefined },
    {
      name: 'a name taken out',
      state: { since: { ...nothing, newTokens: 9, goneTokens: 9, goneWords: 1 } },
      need: { from: 'anew', when: 'later' },
    },
    {
      name: 'a few pages rewritten',
      state: { since: { ...nothing, newTokens: 1_000, goneTokens: 1_000 } },
      need: undefined,
    },
    {
      name: 'both come and gone: what is gone decides',
      state: { since: { ...nothing, newTokens: 3_000, goneTokens: 3_000 } },
      need: { from: 'anew', when: 'soon' },
    },
  ];
  for (const { name, state, need } of cases) {
    it(name, () => assert.deepEqual(trainingNeed({ ...trained, ...state }), need));
  }
});

describe('How long that waits', () => {
  const never = Number.NEGATIVE_INFINITY;
  const now: Moments = { now: 10_000, since: 10_000, trained: never, typed: never };
  const cases: { name: string; when: TrainingNeed['when']; moments: Partial<Moments>; wait: number }[] = [
    { name: 'now', when: 'now', moments: { typed: 10_000, trained: 9_999 }, wait: 0 },
    { name: 'until the text has settled', when: 'soon', moments: {}, wait: 30 },
    { name: 'it has settled', when: 'soon', moments: { since: 9_970 }, wait: 0 },
    {
      name: 'while the writer types',
      when: 'soon',
      moments: { since: 9_900, trained: 9_800, typed: 9_995 },
      wait: 400,
    },
    {
      name: 'the writer has stopped typing',
      when: 'soon',
      moments: { since: 9_900, trained: 9_800, typed: 9_960 },
      wait: 0,
    },
    { name: 'for a word', when: 'later', moments: { since: 9_000, trained: 9_000 }, wait: 2_600 },
  ];
  for (const { name, when, moments, wait } of cases) {
    it(name, () =>
      assert.equal(Math.max(0, waitFor({ from: 'anew', when }, { ...now, ...moments }, PACE)), wait),
    );
  }
});
