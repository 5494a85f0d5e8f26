import type { SecretKind } from '../../tokens/secret-kinds';
import { letterSurprise } from './letters';

/**
 * What one row of letters, digits and joining signs looks like, if it looks like something that must never be offered
 * back: a key of a well-known service, a hash, a licence key, random letters. Names stay: `OpenStreetMapFoundation`,
 * `Fahrenheit-451`, `C8H10N4O2`. Time is linear.
 */
export function kindOfForm(text: string): SecretKind | undefined {
  if (text.length < 8 || text.length > LONGEST_FORM)
    return text.length > LONGEST_FORM ? 'unbroken run' : undefined;
  if (known.test(text) && (/\d/.test(text) || changesOfCase(text) >= 2)) return 'key';
  if (uuid.test(text)) return 'key';
  // A word and a number in one, all small: `sunshine42`.
  if (/^\p{Ll}{5,}\d{2,}$/u.test(text)) return 'password';
  if (isGrouped(text)) return 'licence key';
  const parts = text.split(/[^\p{L}\p{M}\p{N}]+/u);
  if (parts.some(isRandom)) return 'key';
  const bare = parts.join('');
  return bare.length >= 20 && parts.length > 1 && /\d/.test(bare) && meanPiece(bare) < 2.6
    ? 'key'
    : undefined;
}

/** Whether a word that stands in a text only once is too unlike a word to be learned. */
export function isDoubtful(word: string): boolean {
  return word.length >= 8 && letterSurprise(word) > 5.5;
}

/** No word of any language is longer. */
const LONGEST_FORM = 128;

/** By their prefixes: the services' own documentation, as collected by gitleaks. */
const known =
  /^(?:(?:sk|pk|rk|gh[oprsu]|github_pat|gl(?:pat|dt|rt|cbt|ptt|soat)|npm|pypi|hf|xox[abeprs]|xapp|do[oprt]_v1|shp(?:at|ca|pa|ss)|sq0(?:atp|csp)|lin_api|r8|gsk|figd|hv[bs]|dckr_pat|whsec|nfp|sbp|tskey|ntn|rpa|GOCSPX|AGE-SECRET-KEY|NRAK|PMAK|SG|eyJ[\w-]{4,})[-_.]|AKIA|ASIA|AROA|AIza|ya29\.|eyJ|EAA[A-Z])[\w.-]{8,}$/;
const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** Three groups or more of the same length, of letters and digits in one case, that are no words: `XKJ7D-9QW2P-M4TZR`. */
function isGrouped(text: string): boolean {
  const groups = text.split(/[-_]/);
  const first = groups[0]!; // a split has one part at least
  if (groups.length < 2 || first.length < 4 || first.length > 8) return false;
  if (!groups.every((group) => group.length === first.length && /^(?:[A-Z\d]+|[a-z\d]+)$/.test(group)))
    return false;
  return areRandomGroups(groups);
}

/** Whether groups of the same length are no words and no numbers. Two must mix letters and digits more than three do. */
export function areRandomGroups(groups: readonly string[]): boolean {
  const bare = groups.join('');
  if (!/[a-z]/i.test(bare)) return false;
  const mixed = groups.filter((group) => /[a-z]/i.test(group) && /\d/.test(group));
  if (groups.length === 2) return mixed.length === 2 && sum(groups, changes) >= 4;
  if (mixed.length * 2 >= groups.length) return true;
  const letters = bare.replace(/\d/g, '');
  return letters.length >= 8 && letterSurprise(letters) > (mixed.length > 0 ? 4.6 : 5);
}

function isRandom(part: string): boolean {
  const { length } = part;
  if (length < 8) return false;
  const digits = length - part.replace(/\d/g, '').length;
  if (digits === 0) {
    if (length >= 16 && /^[a-f]+$/i.test(part)) return true;
    const surprise = letterSurprise(part);
    if (surprise > (length >= 10 ? 5.5 : 6.3)) return true;
    return length >= 12 && /[a-z]/.test(part) && meanPiece(part) < 2.4;
  }
  if (digits === length || isFormula(part) || !/^[a-z\d]+$/i.test(part)) return false;
  if (length >= 12 && /^[\da-f]+$/i.test(part) && digits >= 2 && changes(part) >= 2) return true;
  if (/^[A-Z]{2}\d\d[A-Z\d]{11,30}$/.test(part)) return true; // IBAN
  const between = changes(part);
  if (length < 10) return digits >= 2 && between >= 4;
  if (letterSurprise(part.replace(/\d/g, '')) > 5.8 && length - digits >= 6) return true;
  return digits >= 2 && between >= 3 && meanPiece(part) < (length >= 16 ? 3 : 2.5);
}

/** Characters per piece, cut where letters and digits meet and where a capital begins a word. */
function meanPiece(text: string): number {
  return text.length / (text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g)?.length ?? 1);
}

/** A chemical formula of the commoner elements: `C8H10N4O2`, `K2Cr2O7`. */
function isFormula(text: string): boolean {
  return (
    text.length <= 16 &&
    /^(?:(?:A[glsu]|B[aeir]?|C[adelorsu]?|F[e]?|H[eg]?|I|K|L[i]|M[gno]|N[aeio]?|O|P[bt]?|S[eirn]?|T[i]|U|W|Z[n])[1-9]?\d{0,2})+$/.test(
      text,
    )
  );
}

/** Places where letters and digits meet. */
function changes(text: string): number {
  return text.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0;
}

function changesOfCase(text: string): number {
  return text.match(/[a-z](?=[A-Z])/g)?.length ?? 0;
}

function sum(items: readonly string[], of: (item: string) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
