/**
 * Whether a word is one that must never be offered, or a form of it: `Leicester's` where `Leicester` is, and a compound that has it as a part
 * between hyphens. The negation of `don't` is no form of `don`.
 *
 * @param keys folded, as `forgottenKey` gives them.
 */
export function isNever(key: string, keys: ReadonlySet<string>): boolean {
  return keys.size > 0 && wordsIn(key).some((word) => keys.has(word));
}

/** A word's key, and those of the words that it is made of. */
export function wordsIn(key: string): readonly string[] {
  if (!/.['-]/.test(key)) return [key];
  const parts = key.split('-').flatMap((part) => [part, part.replace(/'(?!t$)[^']*$/, '')]);
  const whole = key.replace(/'(?!t$)[^']*$/, '');
  return [...new Set([key, whole, ...parts])].filter((word) => word.length > 1 || word === key);
}
