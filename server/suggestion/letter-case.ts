/** How a language writes capitals. */
export interface LetterCase {
  readonly locale: 'en' | 'tr';
  upper(text: string): string;
  /** With a capital for its first letter. */
  capital(word: string): string;
}

/** So many of a language's own letters or words tell it from a quotation in it. */
const TELLING = 3;

/**
 * The rules of the text around the caret, where they are not everybody's: Turkish and Azeri keep the dot of `i` and have
 * an `ı` without, Dutch `ij` is one letter, Greek capitals have no accents. Irish prefixes stay small in capitals.
 */
export function letterCaseOf(near: string): LetterCase {
  const isTurkic = count(near, /[ığşİəŞĞ]/g) >= TELLING && /[ıİ]/.test(near);
  const isDutch = count(near, /(?<!\p{L})(?:het|een|van|niet|zijn|wordt|voor)(?!\p{L})/gu) >= TELLING;
  const upper = (text: string): string => {
    const [, prefix = '', rest = text] = irishPrefix.exec(text) ?? [];
    return prefix + rest.toLocaleUpperCase(greek.test(rest) ? 'el' : isTurkic ? 'tr' : 'en');
  };
  return {
    locale: isTurkic ? 'tr' : 'en',
    upper,
    capital(word) {
      if (isDutch && word.startsWith('ij')) return `IJ${word.slice(2)}`;
      const [first = ''] = word; // the first code point, which may be two units long
      const capital = first.toLocaleUpperCase(isTurkic ? 'tr' : 'en');
      // `ß` and ligatures have no capital that stands alone.
      return (capital.length > first.length ? titled(capital) : capital) + word.slice(first.length);
    },
  };
}

/** `bhFear`, `tAthair`, `nGaeilge`. */
const irishPrefix = /^(bhf|bh|[bdghmnpt]{1,2})(?=\p{Lu})(.*)$/su;
const greek = /\p{Script=Greek}/u;

const titled = (letters: string): string => letters.charAt(0) + letters.slice(1).toLowerCase();

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
