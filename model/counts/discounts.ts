/**
 * The three discounts of modified Kneser–Ney smoothing, for n-grams seen once, twice, and more often
 * (Chen & Goodman 1999, "An empirical study of smoothing techniques for language modeling",
 * https://doi.org/10.1006/csla.1999.0128, eq. 26).
 */
export interface Discounts {
  readonly one: number;
  readonly two: number;
  readonly more: number;
}

/** Taken where a text is too small to estimate its own. KenLM's fallback. */
export const FALLBACK_DISCOUNTS: Discounts = { one: 0.5, two: 1, more: 1.5 };

/** What rounding leaves of a discount of 0 is less. */
const LEAST_DISCOUNT = 1e-9;

/**
 * Estimated from how many n-grams of one order were counted exactly 1, 2, 3 and 4 times:
 * Y = n1 / (n1 + 2·n2), D1 = 1 − 2Y·n2/n1, D2 = 2 − 3Y·n3/n2, D3+ = 3 − 4Y·n4/n3.
 * The fallback where one of n1…n3 is 0 or a discount would leave its range: below 0 or above the count, and also 0, which would leave
 * words not seen after a context no probability at all.
 */
export function estimateDiscounts(n1: number, n2: number, n3: number, n4: number): Discounts {
  if (n1 === 0 || n2 === 0 || n3 === 0) return FALLBACK_DISCOUNTS;
  const y = n1 / (n1 + 2 * n2);
  const one = 1 - (2 * y * n2) / n1;
  const two = 2 - (3 * y * n3) / n2;
  const more = 3 - (4 * y * n4) / n3;
  const isWithin = (discount: number, count: number) => discount >= LEAST_DISCOUNT && discount <= count;
  if (!isWithin(one, 1) || !isWithin(two, 2) || !isWithin(more, 3)) return FALLBACK_DISCOUNTS;
  return { one, two, more };
}

/** What is taken from an n-gram that was counted `count` times. */
export function discountOf(discounts: Discounts, count: number): number {
  return count > 2 ? discounts.more : count === 2 ? discounts.two : discounts.one;
}
