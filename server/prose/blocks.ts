import { paragraphsOf } from '../../model/tokenizer/paragraphs';
import type { ProseBlock } from '../../model/tokenizer/token';

/** The prose of a document by its VS Code language id. What is no markup we know is plain text. Never throws. */
export function proseBlocks(text: string, _languageId: string): ProseBlock[] {
  return paragraphsOf(text);
}
