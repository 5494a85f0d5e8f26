import { seededRandom } from '../../../model/training/random';

const ENDINGS = ['a', 'amo', 'avi', 'atis', 'abunt', 'antur'];
const [CONSONANTS, VOWELS] = ['bcdfglmnprst', 'aeiou'];

/** A text in a language of many forms: stems of one to three syllables, the short ones often, each with any of the endings. */
export function manyForms(words: number, stemCount = 2_000): string {
  const random = seededRandom(5);
  const one = (letters: string) => letters[Math.floor(random() * letters.length)]!;
  const stems = Array.from(
    { length: stemCount },
    () =>
      Array.from({ length: 1 + Math.floor(random() * 3) }, () => one(CONSONANTS) + one(VOWELS)).join('') +
      one(CONSONANTS),
  );
  const sentences: string[] = [];
  for (let written = 0; written < words; ) {
    const length = 4 + Math.floor(random() * 8);
    written += length;
    const sentence = Array.from(
      { length },
      () =>
        stems[Math.floor(random() ** 2 * stems.length)]! + ENDINGS[Math.floor(random() * ENDINGS.length)]!,
    ).join(' ');
    sentences.push(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`);
  }
  const paragraphs: string[] = [];
  for (let at = 0; at < sentences.length; at += 6) paragraphs.push(sentences.slice(at, at + 6).join(' '));
  return paragraphs.join('\n\n');
}
