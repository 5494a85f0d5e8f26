/**
 * The benchmark's texts, cut from two npm packages: Moby Dick by chapters (1–121 train, 122–128 held out, 129–135 and the
 * epilogue test), its first tenth, and the State of the Union addresses by files. Tokenised: lower-cased, one sentence a
 * line, words that occur once in the training part become `<unk>`; or as prose, as a writer's files are read.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenizeProse } from '../model/tokenizer/prose';
import type { Token } from '../model/tokens/token';
import { datasetFiles, datasetFolder } from './datasets';

export interface Corpus {
  readonly name: 'moby' | 'moby20k' | 'sotu';
  /** Each part in the whitespace format: tokens separated by spaces, a sentence a line. */
  readonly train: string;
  readonly valid: string;
  readonly test: string;
}

type Sentence = readonly string[];

/** The same parts as prose, each file a document. */
export interface ProseCorpus {
  readonly train: readonly (readonly Token[])[];
  readonly valid: readonly (readonly Token[])[];
  readonly test: readonly (readonly Token[])[];
}

/** Paths of the files of each part. */
type Parts = Readonly<Record<'train' | 'valid' | 'test', readonly string[]>>;

const tokenPattern = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*|\p{Nd}+(?:[.,]\p{Nd}+)*|[^\p{L}\p{M}\p{N}_\s]/gu;
const minimumCount = 2;
/** Training sentences of `moby20k`: some 21 thousand tokens. */
const smallSentences = 790;

export function loadCorpus(name: Corpus['name']): Corpus {
  const parts = filesOf(name === 'sotu' ? 'sotu' : 'moby');
  const train = readSentences(parts.train);
  return write(
    name,
    name === 'moby20k' ? train.slice(0, smallSentences) : train,
    readSentences(parts.valid),
    readSentences(parts.test),
  );
}

export function loadProse(name: 'moby' | 'sotu'): ProseCorpus {
  const parts = filesOf(name);
  const read = (files: readonly string[]) => files.map((file) => tokenizeProse(readFileSync(file, 'utf8')));
  return { train: read(parts.train), valid: read(parts.valid), test: read(parts.test) };
}

function filesOf(name: 'moby' | 'sotu'): Parts {
  if (name === 'sotu') {
    const files = datasetFiles('sotu');
    const part = (belongs: (index: number) => boolean) => files.filter((_, index) => belongs(index % 20));
    return {
      train: part((index) => index !== 7 && index !== 13),
      valid: part((index) => index === 7),
      test: part((index) => index === 13),
    };
  }
  const folder = datasetFolder('moby-dick');
  const chapters = (from: number, to: number): string[] =>
    Array.from({ length: to - from + 1 }, (_, index) => join(folder, `chapter_${from + index}.txt`));
  return {
    train: chapters(1, 121),
    valid: chapters(122, 128),
    test: [...chapters(129, 135), join(folder, 'epilogue.txt')],
  };
}

/** Sentences end after `.`, `?` or `!`, or after the quotation mark that follows one. */
function readSentences(files: readonly string[]): Sentence[] {
  const sentences: Sentence[] = [];
  for (const file of files) {
    for (const paragraph of readFileSync(file, 'utf8').split('\n')) {
      const tokens = paragraph.toLowerCase().match(tokenPattern) ?? [];
      let sentence: string[] = [];
      tokens.forEach((token, index) => {
        sentence.push(token);
        const stops = '.?!'.includes(token) && !mayCloseQuotation(tokens[index + 1]);
        const closes =
          '”’"'.includes(token) && sentence.length > 1 && '.?!'.includes(sentence[sentence.length - 2]!);
        if (stops || closes) {
          sentences.push(sentence);
          sentence = [];
        }
      });
      if (sentence.length > 0) sentences.push(sentence);
    }
  }
  return sentences;
}

/** A straight apostrophe may close a quotation, but as often begins the next word, so it never ends a sentence itself. */
function mayCloseQuotation(token: string | undefined): boolean {
  return token !== undefined && '”’"\''.includes(token);
}

function write(
  name: Corpus['name'],
  train: readonly Sentence[],
  valid: readonly Sentence[],
  test: readonly Sentence[],
): Corpus {
  const counts = new Map<string, number>();
  for (const token of train.flat()) counts.set(token, (counts.get(token) ?? 0) + 1);
  const text = (sentences: readonly Sentence[]): string =>
    sentences
      .map((sentence) =>
        sentence.map((token) => ((counts.get(token) ?? 0) >= minimumCount ? token : '<unk>')).join(' '),
      )
      .map((line) => `${line}\n`)
      .join('');
  return { name, train: text(train), valid: text(valid), test: text(test) };
}

export interface CorpusIds {
  readonly train: Int32Array;
  readonly valid: Int32Array;
  readonly test: Int32Array;
  readonly vocabularySize: number;
}

/** Ids as everywhere: `<unk>` 0, `</s>` 1 at each line's end, `</p>` 2 (absent here), then words by falling count. */
export function toIds({ train, valid, test }: Corpus): CorpusIds {
  const counts = new Map<string, number>();
  for (const token of train.split(/\s+/)) if (token) counts.set(token, (counts.get(token) ?? 0) + 1);
  counts.delete('<unk>');
  const words = [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
  const ids = new Map(['<unk>', '</s>', '</p>', ...words].map((word, id) => [word, id]));
  const encode = (text: string): Int32Array =>
    Int32Array.from(
      text
        .split('\n')
        .slice(0, -1)
        .flatMap((line) => [...line.split(' '), '</s>'].filter(Boolean).map((word) => ids.get(word) ?? 0)),
    );
  return { train: encode(train), valid: encode(valid), test: encode(test), vocabularySize: ids.size };
}
