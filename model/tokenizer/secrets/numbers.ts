import type { SecretKind } from '../../tokens/secret-kinds';

/**
 * What a number may be that nobody wants back, from its digits and what parts them (`555-123-4567`). Dates, times,
 * amounts, decimals, years side by side, ISBNs and up to eight digits in a row are ordinary numbers.
 */
export function kindOfNumber(text: string): SecretKind | undefined {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 5) return undefined;
  if (isNetworkAddress(text)) return 'network address';
  if (digits.length < 6 || text.includes(':') || isOrdinary(text, digits)) return undefined;
  if (digits === text)
    return digits.length >= (digits.startsWith('0') ? 8 : 9) ? 'card or account number' : undefined;
  if (/^\+/.test(text)) return 'telephone number';
  if (digits.length >= 13) return 'card or account number';
  const groups = text.match(/\d+/g)!; // there are digits
  const isLocal =
    /^\(?0\d/.test(text) || /^\d{3}-\d{4}$/.test(text) || /^\(\d{3}\)/.test(text) || isInPairs(groups);
  return isLocal || digits.length >= 9 ? 'telephone number' : undefined;
}

/** A year, a month and a day, in any of the usual orders. */
export function isDate(text: string): boolean {
  return (
    /^[12]\d{3}[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])$/.test(text) ||
    /^(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|[12]\d|3[01])[-./](?:[12]\d)?\d\d$/.test(text)
  );
}

function isOrdinary(text: string, digits: string): boolean {
  if (isDate(text) || isIsbn(text, digits)) return true;
  if (/^\d+[.,]\d+$/.test(text)) return true;
  if (/^\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d+)?$/.test(text)) return true;
  // In spaced groups of three an amount looks like a telephone number: one has other digits at its end.
  if (/^[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?$/.test(text))
    return digits.length !== 9 || digits.endsWith('000');
  if (digits !== text) return false;
  return /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(digits) || /000$/.test(digits);
}

/** ISBN-13 by its check digit (weights 1 and 3), ISBN-10 in groups (weights 10 to 1). */
function isIsbn(text: string, digits: string): boolean {
  if (/^97[89]/.test(digits) && digits.length === 13) {
    let sum = 0;
    for (let index = 0; index < 13; index++) sum += Number(digits[index]) * (index % 2 === 0 ? 1 : 3);
    return sum % 10 === 0;
  }
  if (digits.length !== 10 || !/^\d{1,5}([- ])\d{1,7}\1\d{1,7}\1\d$/.test(text)) return false;
  let sum = 0;
  for (let index = 0; index < 10; index++) sum += Number(digits[index]) * (10 - index);
  return sum % 11 === 0;
}

/** IPv4, with a port or a mask; `1.2.3.4` is rather a version or a section. */
function isNetworkAddress(text: string): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:[:/]\d+)?$/.exec(text)?.slice(1);
  if (!parts?.every((part) => Number(part) <= 255)) return false;
  return parts.join('').length >= 7 || /^(?:10|127|172|192)\./.test(text);
}

/** `12 34 56 78`. */
function isInPairs(groups: readonly string[]): boolean {
  return groups.length >= 4 && groups.every(({ length }) => length === 2);
}
