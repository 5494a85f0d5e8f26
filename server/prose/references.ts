import { decodeNamedCharacterReference } from 'decode-named-character-reference';

/** What a character reference of HTML (`&eacute;`, `&#233;`) reads as; undefined if there is none of that name. */
export function readReference(reference: string): string | undefined {
  const numeric = /^&#(?:x([\da-f]{1,6})|(\d{1,7}));$/i.exec(reference);
  if (numeric) {
    const point = numeric[1] !== undefined ? Number.parseInt(numeric[1], 16) : Number(numeric[2]);
    const isCharacter = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point < 0xe000);
    return isCharacter ? shown(String.fromCodePoint(point)) : undefined;
  }
  const named = decodeNamedCharacterReference(reference.slice(1, -1));
  return named === false ? undefined : shown(named);
}

/** A soft hyphen and its like read as nothing. */
const shown = (character: string): string => character.replace(/[\u00ad\u200b\u2060]/g, '');
