/**
 * Types a text letter by letter against anything that suggests, and accepts the first suggestion that is right: what a writer
 * would have typed, and how much of it was saved.
 */

/** What answers while a text is being typed: a session, or a language server at the other end of a pipe. */
export interface Suggester {
  /** `text` has been typed (or accepted) at the end. */
  insert(text: string): void | Promise<void>;
  /** Ghost text at the end, or undefined. */
  ghostText(): string | undefined | Promise<string | undefined>;
  /** The likeliest words at the end: each is what would stand from `start` (an offset) on, and its probability. */
  list(count: number): readonly ListedWord[] | Promise<readonly ListedWord[]>;
}

export interface ListedWord {
  readonly start: number;
  readonly insertText: string;
  readonly probability?: number;
}

export interface TypingResult {
  /** Keystrokes of the words and the one space after each: what savings are counted against. */
  readonly typed: number;
  /** The same with the list's first one or three suggestions accepted as soon as they are right. */
  readonly spent1: number;
  readonly spent3: number;
  /** Times that ghost text appeared, one for each offer however long it stood, and how often it was all right. */
  readonly offers: number;
  readonly right: number;
  /** The first suggestion of each list: how sure it was and whether it was right. */
  readonly predictions: readonly { readonly predicted: number; readonly right: boolean }[];
  readonly milliseconds: readonly number[];
}

/** What savings count: a word's letters, with inner apostrophes and hyphens. */
const WORD = /\p{L}[\p{L}\p{M}\p{N}]*(?:['’-]\p{L}[\p{L}\p{M}\p{N}]*)*/gu;

/**
 * Types `text`. Every word is typed to its end whatever is offered, and both surfaces are asked before each letter: what would have
 * been accepted is noted, not done, so that one pass measures all.
 */
export async function typeText(
  suggester: Suggester,
  text: string,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (typed: number) => void } = {},
): Promise<TypingResult> {
  const result = { typed: 0, spent1: 0, spent3: 0, offers: 0, right: 0 };
  const predictions: { predicted: number; right: boolean }[] = [];
  const milliseconds: number[] = [];
  let standing = ''; // the text that the offer on the screen predicts from where it was made, while typing agrees with it
  let typed = '';
  const type = async (piece: string) => {
    await suggester.insert(piece);
    typed += piece;
  };

  for (const { 0: word, index } of text.matchAll(WORD)) {
    options.signal?.throwIfAborted();
    options.onProgress?.(typed.length);
    await type(text.slice(typed.length, index));
    let spent1 = word.length + 1;
    let spent3 = word.length + 1;
    let accepted = false;
    standing = '';
    for (let letters = 0; letters < word.length; letters++) {
      const start = performance.now();
      // The word as it stands is listed so that accepting it changes nothing: it is no suggestion.
      const listed = (await suggester.list(4))
        .filter((item) => item.insertText !== typed.slice(item.start))
        .slice(0, 3);
      const offer = accepted ? undefined : await suggester.ghostText();
      milliseconds.push(performance.now() - start);

      const place = listed.findIndex(({ start: from, insertText }) =>
        completes(text, from, insertText, index, word),
      );
      if (place === 0) spent1 = Math.min(spent1, letters + 1);
      if (place >= 0) spent3 = Math.min(spent3, letters + 1);
      const probability = listed[0]?.probability;
      if (probability !== undefined) predictions.push({ predicted: probability, right: place === 0 });

      if (offer !== undefined) {
        const isNew = standing === '' || word.slice(0, letters) + offer !== standing;
        standing = word.slice(0, letters) + offer;
        if (isNew) result.offers++;
        if (isNew && isRight(text, typed.length, offer)) {
          result.right++;
          accepted = true;
        }
      }
      await type(word[letters]!);
    }
    result.typed += word.length + 1;
    result.spent1 += spent1;
    result.spent3 += spent3;
  }
  return { ...result, predictions, milliseconds };
}

/** Whether a listed word is the one that the text has there; in a list the case may be put right. */
function completes(text: string, from: number, insertText: string, wordStart: number, word: string): boolean {
  return (
    from <= wordStart &&
    insertText.trimStart().toLowerCase() === text.slice(wordStart, wordStart + word.length).toLowerCase()
  );
}

/** Whether the text goes on with exactly the offer, and its last word ends there. */
function isRight(text: string, offset: number, offer: string): boolean {
  if (!text.startsWith(offer, offset)) return false;
  const next = text.slice(offset + offer.length, offset + offer.length + 2);
  return !/\p{L}$/u.test(offer) || !/^\p{L}/u.test(next);
}
