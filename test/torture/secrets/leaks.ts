import { tokenizeProse } from '../../../model/tokenizer/prose';
import { proseBlocks } from '../../../server/prose/blocks';
import type { Canary } from './canaries';

/** The parts of a secret that must not be met again; of seed phrases and groups each. Shorter ones are met anywhere. */
export function fragmentsOf({ secret }: Canary): string[] {
  // A service's prefix is no secret by itself.
  return secret
    .replace(/^(?:sk-proj|sk_live|glpat|shpat)/, '')
    .split(/[\s,]+|[-.:/()+](?=[\p{L}\p{N}])/u)
    .filter((part) => part.length >= 4 || /\d{3}/.test(part));
}

export function languageOf({ format }: Canary): string {
  return format === 'latex' ? 'latex' : 'markdown';
}

/** The fragments that the tokens of a canary's text have: what would be learned. */
export function learnedFrom(canary: Canary): string[] {
  const tokens = tokenizeProse(canary.text, proseBlocks(canary.text, languageOf(canary)));
  const learned = new Set(tokens.map(({ text }) => text));
  const texts = [...learned];
  return fragmentsOf(canary).filter((part) =>
    texts.some((text) => text === part || (part.length > 5 && text.includes(part))),
  );
}
