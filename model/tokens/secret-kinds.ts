/** What a stretch of text is withheld as. The names are those that the writer reads in the log. */
export type SecretKind =
  | 'password'
  | 'key'
  | 'licence key'
  | 'seed phrase'
  | 'code'
  | 'telephone number'
  | 'card or account number'
  | 'network address'
  | 'web or e-mail address'
  | 'unbroken run';

/** How many stretches of each kind were withheld; never what they say. */
export type SecretCounts = Readonly<Partial<Record<SecretKind, number>>>;

/** Counts gaps by kind; those of code, formulas and the like have none. */
export function countSecrets(tokens: Iterable<{ readonly secret?: SecretKind }>): SecretCounts {
  const counts: Partial<Record<SecretKind, number>> = {};
  for (const { secret } of tokens) if (secret) counts[secret] = (counts[secret] ?? 0) + 1;
  return counts;
}

export function sumSecrets(all: Iterable<SecretCounts | undefined>): SecretCounts {
  const sums: Partial<Record<SecretKind, number>> = {};
  for (const counts of all) {
    for (const [kind, count] of Object.entries(counts ?? {}) as [SecretKind, number][])
      sums[kind] = (sums[kind] ?? 0) + count;
  }
  return sums;
}

/** `password × 3, telephone number × 1`, most first; '' for none. */
export function describeSecrets(counts: SecretCounts): string {
  return Object.entries(counts)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([kind, count]) => `${kind} × ${count}`)
    .join(', ');
}
