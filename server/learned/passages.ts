import { readFile } from 'node:fs/promises';
import { SPECIAL_TOKENS } from '../../model/vocabulary/special';
import type { Corpus } from '../corpus/corpus';
import { decodeText } from '../corpus/finding/decode';
import { findPlaces, type Place } from '../corpus/places';
import type { Passage } from '../protocol';
import { locate, passageAround } from './locate';

/** Words on either side by which a place is found again in its file. */
const NEIGHBOURS = 4;
/** Tokens among which they are looked for. */
const WITHIN = 12;

/**
 * Passages of the folder's text that have a word, most like the context first. Places are found in the ids, which are in memory;
 * then at most as many files are read as passages are wanted. A file that has changed since, or is gone, gives none.
 */
export async function findPassages(
  corpus: Corpus,
  id: number,
  context: ArrayLike<number>,
  most: number,
): Promise<Passage[]> {
  const places = findPlaces(corpus.documentList, id, context, 2 * most); // more places than passages: some may no longer be in their files
  const texts = new Map<string, Promise<string | undefined>>();
  const passages: Passage[] = [];
  for (const place of places) {
    if (passages.length === most) break;
    const text = await (texts.get(place.path) ?? read(place.path, texts));
    const passage = text === undefined ? undefined : passageOf(corpus, place, id, text);
    if (passage && !passages.some(({ path, start }) => path === passage.path && start === passage.start))
      passages.push(passage);
  }
  return passages;
}

function read(path: string, texts: Map<string, Promise<string | undefined>>): Promise<string | undefined> {
  const reading = readFile(path).then(
    (bytes) => {
      const decoded = decodeText(bytes);
      return 'text' in decoded ? decoded.text : undefined;
    },
    () => undefined,
  );
  texts.set(path, reading);
  return reading;
}

function passageOf(
  corpus: Corpus,
  { path, index, matched }: Place,
  id: number,
  text: string,
): Passage | undefined {
  const ids = corpus.idsOf(path);
  if (!ids) return undefined;
  const located = locate(text, {
    word: corpus.lexicon.form(id),
    before: wordsIn(corpus, ids.subarray(Math.max(0, index - WITHIN), index)).slice(-NEIGHBOURS),
    after: wordsIn(corpus, ids.subarray(index + 1, index + 1 + WITHIN)).slice(0, NEIGHBOURS),
    share: ids.length < 2 ? 0 : index / ids.length,
  });
  if (!located) return undefined;
  const { text: shown, from, to } = passageAround(text, located);
  const { line, lineStart } = lineOf(text, located.start);
  const character = located.start - lineStart;
  return {
    path,
    line,
    character,
    length: located.end - located.start,
    start: located.start,
    text: shown,
    from,
    to,
    matched,
  };
}

function lineOf(text: string, offset: number): { line: number; lineStart: number } {
  let line = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { line, lineStart };
}

/** As they are written in the middle of a sentence; marks, ends and what was withheld left out. */
function wordsIn({ lexicon }: Corpus, ids: Int32Array): string[] {
  const words: string[] = [];
  for (const id of ids) {
    if (id < SPECIAL_TOKENS.length || (lexicon.vocabulary.kinds[id] ?? 'word') !== 'word') continue;
    words.push(lexicon.form(id));
  }
  return words;
}
