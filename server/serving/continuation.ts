import { setImmediate as breathe } from 'node:timers/promises';
import type { Component } from '../../model/prediction/component';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { PARAGRAPH_END, SENTENCE_END, SPECIAL_TOKENS } from '../../model/vocabulary/special';

/** Tokens of a continuation, words and marks: one line, drawn in about 50 ms of work, in slices of one token. */
const LENGTH = 18;
/** Draws among the likeliest words only: of all words, one in ten draws would be a rare one. */
const AMONG = 12;

/**
 * What a model would write after some ids: each token drawn by its probability among the likeliest. Other work goes on between two
 * tokens. Ends early with the sentence, or when the signal is aborted.
 *
 * @param random uniform in [0, 1).
 */
export async function continuation(
  { lexicon, predictor }: { lexicon: Lexicon; predictor: Component },
  prompt: ArrayLike<number>,
  random: () => number,
  signal: AbortSignal,
): Promise<{ readonly prompt: string; readonly text: string }> {
  for (let index = 0; index < prompt.length; index++) predictor.advance(prompt[index]!);
  const ids: number[] = [];
  while (ids.length < LENGTH && !signal.aborted) {
    const probabilities = new Float32Array(lexicon.size); // (lexicon)
    predictor.probabilities(probabilities);
    const id = draw(probabilities, random());
    if (id === undefined || id === PARAGRAPH_END || (id === SENTENCE_END && ids.length > 2)) break;
    if (id !== SENTENCE_END) ids.push(id);
    predictor.advance(id);
    await breathe();
  }
  return { prompt: written(lexicon, prompt), text: written(lexicon, ids) };
}

/** A word or a sentence's end, by its share of the likeliest ones' probability. */
function draw(probabilities: Float32Array, uniform: number): number | undefined {
  const best: number[] = [];
  for (let id = 0; id < probabilities.length; id++) {
    if (id < SPECIAL_TOKENS.length && id !== SENTENCE_END && id !== PARAGRAPH_END) continue;
    const probability = probabilities[id]!;
    if (best.length === AMONG && probability <= probabilities[best[AMONG - 1]!]!) continue;
    const at = best.findIndex((other) => probabilities[other]! < probability);
    best.splice(at < 0 ? best.length : at, 0, id);
    if (best.length > AMONG) best.pop();
  }
  const total = best.reduce((sum, id) => sum + probabilities[id]!, 0);
  let left = uniform * total;
  return best.find((id) => {
    left -= probabilities[id]!;
    return left < 0;
  });
}

const CLOSES = /^[.,;:!?…)\]}»”’%]/u;
const OPENS = /[([{«“‘¿¡]$/u;

/** Ids as a line of text: words in their usual case, marks where they belong in most languages. */
function written(lexicon: Lexicon, ids: ArrayLike<number>): string {
  let text = '';
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index]!;
    if (id < SPECIAL_TOKENS.length) continue;
    const form = lexicon.form(id);
    text += text === '' || CLOSES.test(form) || OPENS.test(text) ? form : ` ${form}`;
  }
  return text;
}
