import { readFileSync } from 'node:fs';
import { differenceOf } from '../../model/counts/paragraphs';
import { decodeModel } from '../../model/format/model-file';
import { loadNetwork } from '../../model/prediction/loaded-network';
import { tokenizeProse } from '../../model/tokenizer/prose';
import type { Token } from '../../model/tokens/token';
import { concatenate } from '../../model/vocabulary/concatenate';
import { encodeTokens } from '../../model/vocabulary/encode';
import { createLexicon } from '../../model/vocabulary/lexicon';
import { evaluate } from '../evaluation/evaluate';
import { countText, mixtureFromJson } from '../prediction/fitted-mixture';
import { readyNewWords } from '../prediction/new-words';
import { createPredictor } from '../prediction/predictor';
import { proseBlocks } from '../prose/blocks';
import type { MeasureAnswer } from '../protocol';
import { loadKernels } from '../threads/kernels';

/** As many as are measured in about ten seconds. */
const MOST_TOKENS = 3000;
/** Fewer words tell nothing. */
const LEAST_WORDS = 50;

/**
 * How well the stored model would have served the writer of this text. The counts are taken without the text's own
 * paragraphs, as if it were new; the network may have read it in training, once or twice among everything else.
 */
export async function measureDocument(
  modelPath: string,
  text: string,
  languageId: string,
): Promise<MeasureAnswer> {
  const tokens = wholeParagraphs(tokenizeProse(text, proseBlocks(text, languageId)), MOST_TOKENS);
  const words = tokens.filter(({ kind }) => kind === 'word').length;
  if (words < LEAST_WORDS) return { outcome: 'tooShort', words, leastWords: LEAST_WORDS };
  const { buffer, byteOffset, length } = readFileSync(modelPath);
  const model = decodeModel(new Uint8Array(buffer, byteOffset, length));
  const lexicon = createLexicon(model.vocabulary, model.extraWords);
  const ids = encodeTokens(lexicon, tokens, { grow: false });
  const { removed: others } = await differenceOf([model.corpus ?? new Int32Array(0)], [ids]);
  const fitted = mixtureFromJson(model.mixture);
  const predictor = createPredictor({
    lexicon,
    network: loadNetwork(model.config, model.parameters, loadKernels()),
    counts: countText(concatenate(others)),
    fitted,
  });
  const newWords = readyNewWords(fitted?.newWords, loadKernels);
  return { outcome: 'measured', evaluation: await evaluate({ lexicon, predictor, newWords }, [tokens]) };
}

/** The first paragraphs, up to so many tokens; at least one. */
function wholeParagraphs(tokens: readonly Token[], most: number): readonly Token[] {
  if (tokens.length <= most) return tokens;
  const end = tokens.slice(0, most).findLastIndex(({ kind }) => kind === 'paragraphEnd');
  return tokens.slice(0, end < 0 ? most : end + 1);
}
