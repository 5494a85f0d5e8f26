/**
 * The model between the main thread and the thread that reads and writes its file. Encoding and decoding tens of megabytes would
 * keep requests waiting for a fifth of a second.
 */
import { heldOutLast, type PresentText, redact } from '../../model/format/redact';
import type { ExtraWord, TrainedModel } from '../../model/format/trained-model';
import { vocabularyFromJson } from '../../model/vocabulary/json';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../model/vocabulary/special';
import { createBreather } from '../threads/breather';
import type { PostedNetwork } from '../threads/posted-network';
import { allocateIds } from '../threads/shared-memory';
import type { ModelStore } from './model-store';

/** A folder's text as it is posted to a thread: two long strings of words cost the main thread less than one a word. */
export interface PostedText extends Omit<PresentText, 'words'> {
  /** The words of the text's ids: the closed vocabulary as JSON text, then one word a line. */
  readonly vocabulary: string;
  readonly extraKeys: string;
  readonly extraForms: string;
}

/** What is to be stored. Nothing has been copied yet. */
export interface ModelToStore {
  readonly rest: Omit<TrainedModel, 'vocabulary' | 'extraWords' | 'corpus'>;
  /** The closed vocabulary as JSON text. */
  readonly vocabularyText: string;
  readonly lexicon: Pick<Lexicon, 'closedSize' | 'size' | 'key' | 'form' | 'count'>;
  /** Ids of the lexicon. */
  readonly texts: readonly Int32Array[];
  /** What was held out of them, as the network reads it: it stands last in the file, so that a later training holds out the same. */
  readonly heldOut: Int32Array;
  /** The text as it is since, where some of it has gone: what is gone is not stored. */
  readonly present?: PostedText;
}

/** The same as it is posted. */
export interface SaveModelJob extends Pick<ModelToStore, 'rest' | 'vocabularyText' | 'heldOut' | 'present'> {
  readonly kind: 'saveModel';
  readonly folder: string;
  /** The lexicon's words beyond the vocabulary, in order of their ids, as JSON texts of `ExtraWord[]`, one after the other. */
  readonly words: readonly string[];
  /** All texts in one, in memory that threads share where there is such. */
  readonly ids: Int32Array;
}

export interface ModelSaved {
  readonly kind: 'saveModel';
  readonly problem?: string;
}

export interface LoadModelJob {
  readonly kind: 'loadModel';
  readonly folder: string;
}

export interface ModelLoaded {
  readonly kind: 'loadModel';
  readonly model?: PostedModel;
  readonly problem?: string;
}

/** A stored model, its network ready to be run. */
export interface PostedModel extends Omit<TrainedModel, 'vocabulary' | 'parameters'> {
  /** JSON text. */
  readonly vocabulary: string;
  readonly network: PostedNetwork;
}

/** A stored model as the main thread has it. */
export interface StoredModel extends Omit<TrainedModel, 'parameters'> {
  readonly network: PostedNetwork;
}

/** The model store as the main thread has it: everything that takes long is done by another thread. */
export interface ThreadStore extends Omit<ModelStore, 'load' | 'save'> {
  load(): Promise<{ readonly model?: StoredModel; readonly problem?: string }>;
  save(model: ModelToStore): Promise<string | undefined>;
}

/** Words that are written as text in one go: a few tenths of a millisecond. */
const WORDS_AT_ONCE = 500;

/** In slices, so that requests are answered in between. */
export async function post(folder: string, model: ModelToStore): Promise<SaveModelJob> {
  const { rest, vocabularyText, lexicon, texts, heldOut, present } = model;
  const breathe = createBreather();
  const { closedSize, size } = lexicon; // words that join it from here on are in none of the texts
  const words: string[] = [];
  for (let first = closedSize; first < size; first += WORDS_AT_ONCE) {
    const some: ExtraWord[] = [];
    for (let id = first; id < Math.min(size, first + WORDS_AT_ONCE); id++) {
      some.push({ key: lexicon.key(id), form: lexicon.form(id), count: lexicon.count(id) });
    }
    words.push(JSON.stringify(some));
    await breathe();
  }
  const ids = allocateIds(texts.reduce((sum, text) => sum + text.length, 0)); // (tokens)
  let end = 0;
  for (const text of texts) {
    ids.set(text, end);
    end += text.length;
    await breathe();
  }
  return { kind: 'saveModel', folder, rest, vocabularyText, words, ids, heldOut, present };
}

/**
 * The model as its file has it. Of the lexicon only the words of the base and of the files go with it: what open documents
 * added may never have been saved by the writer.
 */
export function received({ rest, vocabularyText, words, ids, heldOut, present }: SaveModelJob): TrainedModel {
  const vocabulary = vocabularyFromJson(JSON.parse(vocabularyText));
  const extra = words.flatMap((some) => JSON.parse(some) as ExtraWord[]); // written by `post`
  const { size } = vocabulary;
  const text = heldOutLast([ids], heldOut, (id) => (id < size ? id : UNKNOWN));
  const provenance = { ...rest.provenance, heldOutTokens: text.heldOutTokens };
  const model = { ...rest, provenance, vocabulary, ...compact(text.ids, size, extra) };
  return present ? redact(model, unpackText(present)) : model;
}

export function unpackText({ vocabulary, extraKeys, extraForms, ...text }: PostedText): PresentText {
  const { keys, forms } = vocabularyFromJson(JSON.parse(vocabulary));
  const allKeys = [...keys, ...extraKeys.split('\n')];
  const allForms = [...forms, ...extraForms.split('\n')];
  return { ...text, words: allKeys.map((key, id) => ({ key, form: allForms[id] ?? key })) };
}

/** The text with the ids of rarer words renumbered: the base's, then the text's in order of appearance. */
function compact(
  text: Int32Array,
  closedSize: number,
  words: readonly ExtraWord[],
): { corpus: Int32Array; extraWords: ExtraWord[] } {
  const renumbered = new Int32Array(words.length).fill(-1); // (words) by id beyond the vocabulary
  const extraWords: ExtraWord[] = [];
  const store = (index: number): number => {
    const stored = closedSize + extraWords.length;
    renumbered[index] = stored;
    const { key, form, count = 0 } = words[index]!; // the texts' ids are the lexicon's
    extraWords.push({ key, form, ...(count > 0 && { count }) });
    return stored;
  };
  for (const [index, { count = 0 }] of words.entries()) if (count > 0) store(index);
  const corpus = new Int32Array(text.length); // (tokens)
  for (let at = 0; at < text.length; at++) {
    const id = text[at]!;
    if (id < closedSize) corpus[at] = id;
    else
      corpus[at] = renumbered[id - closedSize]! >= 0 ? renumbered[id - closedSize]! : store(id - closedSize);
  }
  return { corpus, extraWords };
}
