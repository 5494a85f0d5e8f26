import { readFileSync } from 'node:fs';
import { differenceOf } from '../../model/counts/paragraphs';
import { decodeModel } from '../../model/format/model-file';
import type { TrainedModel } from '../../model/format/trained-model';
import { loadNetwork } from '../../model/prediction/loaded-network';
import { tokenizeProse } from '../../model/tokenizer/prose';
import type { Token } from '../../model/tokens/token';
import { buildVocabulary } from '../../model/vocabulary/build';
import { concatenate } from '../../model/vocabulary/concatenate';
import { encodeTokens } from '../../model/vocabulary/encode';
import { extraWordsFromJson, vocabularyFromJson } from '../../model/vocabulary/json';
import { createLexicon } from '../../model/vocabulary/lexicon';
import { evaluate } from '../evaluation/evaluate';
import { countText, mixtureFromJson } from '../prediction/fitted-mixture';
import { readyNewWords } from '../prediction/new-words';
import { createPredictor } from '../prediction/predictor';
import { proseBlocks } from '../prose/blocks';
import type { MeasureAnswer, MeasuredText, TriedWord } from '../protocol';
import { loadKernels } from '../threads/kernels';
import type { KnownText, MeasureJob } from './jobs';

/** As many as are measured in about ten seconds. */
const MOST_TOKENS = 3000;
/** Fewer words tell nothing. */
const LEAST_WORDS = 50;

/**
 * How well suggestions would have served the writer of this text. It is measured as if it were new: the counts are taken without the
 * document's own file and without its paragraphs, wherever else they stand. The network can't be taken without what it has read in
 * training; whether that is so is told.
 */
export async function measureDocument({
  text,
  languageId,
  modelPath,
  known,
}: MeasureJob): Promise<MeasureAnswer> {
  const all = tokenizeProse(text, proseBlocks(text, languageId));
  const tokens = wholeParagraphs(all, MOST_TOKENS);
  const words = wordsIn(all);
  if (words < LEAST_WORDS) return { outcome: 'tooShort', words, leastWords: LEAST_WORDS };
  const model = modelPath === undefined ? undefined : readModel(modelPath);
  const { lexicon, others, own, ...rest } = known ? textOf(known) : textOfModel(model);
  const ids = encodeTokens(lexicon, tokens, { grow: false });
  const { removed: unlike } = await differenceOf([others], [ids]);
  const { added: nowhere } = await differenceOf([others, own], [ids]);
  const network = known?.snapshot ?? (model && { config: model.config, parameters: model.parameters });
  const predictor = createPredictor({
    lexicon,
    network: network && loadNetwork(network.config, network.parameters, loadKernels()),
    counts: countText(concatenate(unlike)),
    fitted: rest.fitted,
  });
  const tried: TriedWord[] = [];
  const newWords = readyNewWords(rest.fitted?.newWords, loadKernels);
  const evaluation = await evaluate({ lexicon, predictor, newWords }, [tokens], {
    onWord: ({ token: { start, end }, top, probability, rank, spent }) =>
      tried.push({ start, end, offered: lexicon.form(top), probability, rank, spent }),
  });
  const inFolder = 1 - lengthOf(nowhere) / Math.max(1, ids.length);
  const isTaught = known !== undefined && network !== undefined;
  return {
    outcome: 'measured',
    evaluation,
    measured: {
      knows: isTaught ? 'network' : network ? 'base' : 'counting',
      words,
      measuredWords: tried.length,
      inFolder,
      networkHasRead: isTaught && inFolder > 0,
      tried,
      paragraphs: savingsOfParagraphs(tokens, tried),
    },
  };
}

function readModel(path: string): TrainedModel {
  const { buffer, byteOffset, length } = readFileSync(path);
  return decodeModel(new Uint8Array(buffer, byteOffset, length));
}

function textOf({ vocabulary, extraWords, ...text }: KnownText) {
  const extra = extraWordsFromJson(JSON.parse(extraWords));
  return { lexicon: createLexicon(vocabularyFromJson(JSON.parse(vocabulary)), extra), ...text };
}

/** A base's file holds no text. */
function textOfModel(model: TrainedModel | undefined) {
  const lexicon = createLexicon(model?.vocabulary ?? buildVocabulary([]), model?.extraWords);
  const fitted = mixtureFromJson(model?.mixture);
  return { lexicon, others: model?.corpus ?? new Int32Array(0), own: new Int32Array(0), fitted };
}

/** What was saved in each paragraph that has words. */
function savingsOfParagraphs(
  tokens: readonly Token[],
  tried: readonly TriedWord[],
): MeasuredText['paragraphs'] {
  const paragraphs: MeasuredText['paragraphs'] = [];
  let next = 0;
  let typed = 0;
  let spent = 0;
  let first: TriedWord | undefined;
  for (const [index, token] of tokens.entries()) {
    const word = tried[next];
    if (word && token.start === word.start && token.kind === 'word') {
      first ??= word;
      typed += word.end - word.start + 1;
      spent += word.spent;
      next++;
    }
    const isEnd = token.kind === 'paragraphEnd' || index === tokens.length - 1;
    if (!isEnd || !first) continue;
    const words = next - tried.indexOf(first);
    paragraphs.push({ start: first.start, end: tried[next - 1]!.end, saved: 1 - spent / typed, words });
    typed = spent = 0;
    first = undefined;
  }
  return paragraphs;
}

function wordsIn(tokens: readonly Token[]): number {
  return tokens.filter(({ kind }) => kind === 'word').length;
}

function lengthOf(paragraphs: readonly Int32Array[]): number {
  return paragraphs.reduce((sum, { length }) => sum + length, 0);
}

/** The first paragraphs, up to so many tokens; at least one. */
function wholeParagraphs(tokens: readonly Token[], most: number): readonly Token[] {
  if (tokens.length <= most) return tokens;
  const end = tokens.slice(0, most).findLastIndex(({ kind }) => kind === 'paragraphEnd');
  return tokens.slice(0, end < 0 ? most : end + 1);
}
