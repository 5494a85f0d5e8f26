/** The ids that every vocabulary begins with, and their texts. */
export const UNKNOWN = 0;
/** End of a sentence, and of a line in the whitespace format. */
export const SENTENCE_END = 1;
/** End of a paragraph; stands in place of the last sentence's end. */
export const PARAGRAPH_END = 2;

export const SPECIAL_TOKENS = ['<unk>', '</s>', '</p>'] as const;
