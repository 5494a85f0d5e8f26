import { tokenizeBlock } from '../../../model/tokenizer/prose';
import type { Token } from '../../../model/tokens/token';
import { eachProseBlock } from '../../prose/blocks';

export interface FileLimits {
  /** Of reading one file. Default 10,000: two hundred times what 8 MB of prose takes, so that only a fault is met. */
  readonly milliseconds?: number;
  /** Default 2 million: 8 MB of prose has 1.6 million, and tokens are 100 bytes each until they are encoded. */
  readonly tokens?: number;
  /** Milliseconds since some moment. Default: the process's own clock. */
  readonly now?: () => number;
}

/**
 * The tokens of a file's prose, or why it is left out: whatever is in it, it takes neither time nor memory without end.
 * The limits are looked at after each block, which is short.
 */
export function readProse(
  text: string,
  languageId: string,
  { milliseconds = 10_000, tokens: mostTokens = 2_000_000, now = () => performance.now() }: FileLimits = {},
): { readonly tokens: readonly Token[] } | { readonly reason: string } {
  const deadline = now() + milliseconds;
  const tokens: Token[] = [];
  for (const block of eachProseBlock(text, languageId)) {
    if (now() > deadline) return { reason: `takes longer than ${milliseconds / 1000} s to read` };
    for (const token of tokenizeBlock(text, block, true)) tokens.push(token);
    if (tokens.length > mostTokens)
      return { reason: `more than ${mostTokens / 1e6} million words and marks in one file` };
  }
  return { tokens };
}
