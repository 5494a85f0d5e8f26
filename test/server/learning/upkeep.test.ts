import assert from 'node:assert/strict';
import type { Corpus } from '../../../server/corpus/corpus';
import { PACE, type TrainingNeed } from '../../../server/learning/training-due';
import { Upkeep } from '../../../server/learning/upkeep';
import { eventually } from '../language-server/server-process';

/** Waits of a few milliseconds where `quick`, else longer than any test. */
function upkeepWith(quick: Partial<typeof PACE>) {
  const state = { need: undefined as TrainingNeed | undefined, lost: 'nothing' as Corpus['lostSinceStored'] };
  const done: string[] = [];
  const corpus = {
    get lostSinceStored() {
      return state.lost;
    },
  } as Corpus; // all of it that is looked at
  const upkeep = new Upkeep({
    pace: { ...PACE, ...quick },
    corpus: () => corpus,
    need: () => state.need,
    train: ({ from }) => {
      state.need = undefined;
      done.push(from);
    },
    cleanStored: () => void done.push('clean'),
  });
  return { state, done, upkeep };
}

describe('Upkeep', () => {
  it('trains at once, or when the text has settled', async () => {
    const { state, done, upkeep } = upkeepWith({ settle: 0.02 });
    assert.equal(upkeep.considerTraining(), false);
    state.need = { from: 'anew', when: 'now' };
    assert.equal(upkeep.considerTraining(), true);
    state.need = { from: 'present', when: 'soon' };
    assert.equal(upkeep.considerTraining(), false);
    await eventually(() => done.length === 2, 'trained');
    assert.deepEqual(done, ['anew', 'present']);
  });

  it('does not train for what has come back before the text settled', async () => {
    const { state, done, upkeep } = upkeepWith({ settle: 0.05 });
    state.need = { from: 'anew', when: 'soon' };
    upkeep.considerTraining();
    state.need = undefined;
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(done, []);
  });

  it('cleans the stored model soon where much is lost, even if little was before', async () => {
    const { state, done, upkeep } = upkeepWith({ stored: 0.02 });
    state.lost = 'little';
    upkeep.considerStored();
    state.lost = 'much';
    upkeep.considerStored();
    upkeep.considerStored(); // it is underway
    await eventually(() => done.length > 0, 'cleaned');
    assert.deepEqual(done, ['clean']);
  });

  it('leaves it alone where nothing is lost, or what was lost is back', async () => {
    const { state, done, upkeep } = upkeepWith({ stored: 0.02 });
    upkeep.considerStored();
    state.lost = 'much';
    upkeep.considerStored();
    state.lost = 'nothing';
    upkeep.considerStored();
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual(done, []);
  });

  it('does nothing more once it is stopped', async () => {
    const { state, done, upkeep } = upkeepWith({ settle: 0.02, stored: 0.02 });
    state.need = { from: 'anew', when: 'soon' };
    state.lost = 'much';
    upkeep.considerTraining();
    upkeep.considerStored();
    upkeep.stop();
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual(done, []);
  });
});
