/** A stored model without the text that is gone from its folder. */
import type { Parameter } from '../network/config';
import { BY_WORD } from '../training/carry-over';
import { concatenate } from '../vocabulary/concatenate';
import type { ExtraWord } from '../vocabulary/json';
import { createLexicon } from '../vocabulary/lexicon';
import { PassageBag, paragraphsOf } from '../vocabulary/passages';
import { SPECIAL_TOKENS, UNKNOWN } from '../vocabulary/special';
import { entryOf, vocabularyOf } from '../vocabulary/vocabulary';
import type { Json, TextSinceTraining, TrainedModel } from './trained-model';

/** The text as it is now. */
export interface PresentText {
  /** Ids of `words`. */
  readonly ids: Int32Array;
  /** By id. */
  readonly words: readonly Pick<ExtraWord, 'key' | 'form'>[];
  readonly documents: number;
  readonly sinceTraining: TextSinceTraining;
}

/**
 * The same network, but of its words only those of the text as it is now, or of its base: the others' rows are dropped. The stored
 * text and the words beside the vocabulary become those of the text. What was held out before stays at the text's end.
 */
export function redact(model: TrainedModel, text: PresentText): TrainedModel {
  const { vocabulary, provenance } = model;
  const baseSize = provenance.base
    ? (provenance.base.vocabularySize ?? vocabulary.size)
    : SPECIAL_TOKENS.length;
  const present = new Set<string>();
  for (const id of text.ids) present.add(text.words[id]!.key); // ids of these words
  const kept: number[] = [];
  for (let id = 0; id < vocabulary.size; id++) {
    if (id < baseSize || present.has(vocabulary.keys[id]!)) kept.push(id); // as many keys as ids
  }
  const row = new Map(kept.map((id, index) => [id, index]));
  const vocabularyKept = vocabularyOf(
    kept.map((id) => entryOf(vocabulary, id)),
    vocabulary.formsAfter.flatMap(({ previous, id, form }) => {
      const [before, word] = [row.get(previous), row.get(id)];
      return before === undefined || word === undefined ? [] : [{ previous: before, id: word, form }];
    }),
  );

  // Words of the base first, which it alone has counted, then the text's in the order in which they come.
  const lexicon = createLexicon(
    vocabularyKept,
    model.extraWords.filter(({ count = 0 }) => count > 0),
  );
  const idOf = new Map<number, number>();
  const ids = text.ids.map((id) => {
    if (id < SPECIAL_TOKENS.length) return id;
    const { key, form } = text.words[id]!;
    const known = idOf.get(id) ?? lexicon.add(key, form);
    idOf.set(id, known);
    return known;
  });

  const before = createLexicon(vocabulary, model.extraWords);
  const valid = (model.corpus ?? new Int32Array(0))
    .slice(Math.max(0, (model.corpus?.length ?? 0) - provenance.heldOutTokens))
    .map((id) => lexicon.idOf(before.key(id)));
  const ordered = heldOutLast([ids], valid);
  const isSpelled = (key: string) => present.has(key) || lexicon.idOf(key) !== UNKNOWN;
  const isAnyGone = ![
    ...vocabulary.keys.slice(SPECIAL_TOKENS.length),
    ...model.extraWords.map(({ key }) => key),
  ].every(isSpelled);
  return {
    ...model,
    ...(isAnyGone && { mixture: withoutNewWords(model.mixture) }),
    vocabulary: vocabularyKept,
    extraWords: lexicon.wordsFrom(lexicon.closedSize),
    config: { ...model.config, vocabularySize: kept.length },
    parameters: model.parameters.map((parameter) => keepRows(parameter, kept)),
    corpus: ordered.ids,
    provenance: {
      ...provenance,
      documents: text.documents,
      heldOutTokens: ordered.heldOutTokens,
      sinceTraining: text.sinceTraining,
    },
  };
}

/** A network that has learned to spell a word that is gone could spell it again: it goes, until the next training. */
function withoutNewWords(mixture: Json | undefined): Json | undefined {
  if (typeof mixture !== 'object' || mixture === null || Array.isArray(mixture)) return mixture;
  const { newWords: _, ...rest } = mixture as { readonly [key: string]: Json };
  return rest;
}

/** The texts in one, paragraphs that were held out last, so that a later training holds out the same. */
export function heldOutLast(
  texts: readonly Int32Array[],
  valid: Int32Array,
  asRead: (id: number) => number = (id) => id,
): { ids: Int32Array; heldOutTokens: number } {
  const heldOut = new PassageBag();
  for (const paragraph of paragraphsOf(valid)) heldOut.add(paragraph);
  const first: Int32Array[] = [];
  const last: Int32Array[] = [];
  for (const text of texts) {
    for (const paragraph of paragraphsOf(text)) {
      (heldOut.take(paragraph.map(asRead)) ? last : first).push(paragraph);
    }
  }
  const tail = concatenate(last);
  return { ids: concatenate([...first, tail]), heldOutTokens: tail.length };
}

function keepRows({ name, shape, data }: Parameter, kept: readonly number[]): Parameter {
  if (!BY_WORD.has(name)) return { name, shape, data };
  const width = shape[1] ?? 1;
  const rows = new Float32Array(kept.length * width); // (kept, width)
  kept.forEach((id, row) => {
    rows.set(data.subarray(id * width, (id + 1) * width), row * width);
  });
  return { name, shape: [kept.length, ...shape.slice(1)], data: rows };
}
