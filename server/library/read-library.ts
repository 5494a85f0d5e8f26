/**
 * Reads the texts that a base is trained on: files in order, one in memory at a time, as ids of a vocabulary that holds
 * their most frequent words.
 */
import { createHash } from 'node:crypto';
import { basename, dirname, extname } from 'node:path';
import type { Token } from '../../model/tokens/token';
import { splitHeldOut } from '../../model/training/split';
import type { KnownWords } from '../../model/vocabulary/build';
import { concatenate } from '../../model/vocabulary/concatenate';
import { encodeCorpus, encodeTokens } from '../../model/vocabulary/encode';
import type { ExtraWord } from '../../model/vocabulary/json';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../model/vocabulary/special';
import type { Vocabulary } from '../../model/vocabulary/vocabulary';
import { discoverFiles, type FoundFile, type LeftOut } from '../corpus/finding/discover';
import { readDocuments } from '../corpus/reading/read-documents';
import { allocateIds } from '../threads/shared-memory';

/** One folder of a library, for the provenance of what is learned from it. */
export interface Collection {
  /** The last two folders of its path. */
  readonly name: string;
  readonly files: number;
  readonly words: number;
  /** Its files' names, where they are few enough to be told. */
  readonly titles?: readonly string[];
}

export interface Library {
  readonly vocabulary: Vocabulary;
  /** Words below the vocabulary, by falling count. */
  readonly rarerWords: readonly (ExtraWord & { readonly count: number })[];
  readonly collections: readonly Collection[];
  /** Ids of the vocabulary, in memory that threads can share. */
  readonly train: Int32Array;
  readonly valid: Int32Array;
}

export interface LibraryOptions {
  /** Entries of the vocabulary at most. Default: the vocabulary's own limit. */
  readonly vocabularySize?: number;
  /** Words that are known already; see VocabularyOptions.base. Default none. */
  readonly base?: KnownWords;
  /** Text to hold out instead of a part of the library. */
  readonly validPath?: string;
  /** Called after each file. */
  readonly onProgress?: (files: number, of: number, tokens: number) => void;
}

/** Titles that are listed by name at most; of more, only the number of files is stored. */
const MOST_TITLES = 400;
/** Occurrences that a rarer word needs: below that most are names and misspellings. */
const LEAST_COUNT = 3;

export interface LibraryFiles {
  readonly files: readonly FoundFile[];
  readonly leftOut: readonly LeftOut[];
  /** Differs where another file is found, or one that has changed. */
  readonly fingerprint: string;
}

/** Looks for the files, opens none. */
export async function findLibrary(paths: readonly string[]): Promise<LibraryFiles> {
  const { files, leftOut } = discoverFiles(paths);
  const hash = createHash('sha256');
  for (const { path, bytes, modified } of files) hash.update(`${path}\0${bytes}\0${modified}\n`);
  return { files, leftOut, fingerprint: hash.digest('hex') };
}

/** Throws an `Error` where there is no text. Files that are no prose are left out, as from a folder. */
export async function readLibrary({ files }: LibraryFiles, options: LibraryOptions): Promise<Library> {
  const { vocabularySize, base, validPath, onProgress } = options;
  const collections = new Map<string, { titles: string[]; words: number }>();
  let read = 0;
  let tokensRead = 0;
  function* texts(): Generator<readonly Token[]> {
    for (const { file, tokens } of readDocuments(files, { maximumBytes: Number.POSITIVE_INFINITY })) {
      const folder = dirname(file.path);
      const collection = collections.get(folder) ?? { titles: [], words: 0 };
      collections.set(folder, collection);
      collection.titles.push(basename(file.path, extname(file.path)));
      for (const { kind } of tokens) if (kind === 'word') collection.words++;
      tokensRead += tokens.length;
      onProgress?.(++read, files.length, tokensRead);
      yield tokens;
    }
  }
  const { vocabulary, lexicon, documents } = encodeCorpus(texts(), { maximumSize: vocabularySize, base });
  if (tokensRead === 0) throw new Error('there is no text in it');
  const rarerWords = rarerWordsOf(documents, lexicon);
  const known = (ids: Int32Array): void => {
    for (let i = 0; i < ids.length; i++) if (ids[i]! >= vocabulary.size) ids[i] = UNKNOWN;
  };
  documents.forEach(known);
  const { train, valid } =
    validPath === undefined
      ? splitHeldOut(documents)
      : { train: concatenate(documents), valid: await readValid(validPath, lexicon) };
  known(valid);
  return {
    vocabulary,
    rarerWords,
    collections: [...collections].map(([folder, { titles, words }]) => ({
      name: `${basename(dirname(folder))}/${basename(folder)}`,
      files: titles.length,
      words,
      ...(titles.length <= MOST_TITLES && { titles }),
    })),
    train: shared(train),
    valid: shared(valid),
  };
}

function rarerWordsOf(documents: readonly Int32Array[], lexicon: Lexicon): Library['rarerWords'] {
  const { closedSize, size } = lexicon;
  const counts = new Int32Array(size - closedSize); // (words beyond the vocabulary)
  for (const ids of documents) for (const id of ids) if (id >= closedSize) counts[id - closedSize]!++;
  return Array.from(counts, (count, index) => {
    const id = closedSize + index;
    return { key: lexicon.key(id), form: lexicon.form(id), count: count + lexicon.count(id) };
  })
    .filter(({ count }) => count >= LEAST_COUNT)
    .sort((a, b) => b.count - a.count);
}

async function readValid(path: string, lexicon: Lexicon): Promise<Int32Array> {
  const { files } = discoverFiles([path]);
  const texts = [...readDocuments(files)].map(({ tokens }) => encodeTokens(lexicon, tokens, { grow: false }));
  return concatenate(texts);
}

function shared(ids: Int32Array): Int32Array {
  const copy = allocateIds(ids.length);
  copy.set(ids);
  return copy;
}
