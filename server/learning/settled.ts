import type { Status } from '../protocol';
import type { ServedNetwork } from '../serving/served-network';

export interface Settled {
  readonly hasFolder: boolean;
  /** In the folder's text. */
  readonly words: number;
  /** From so many words on the network learns. */
  readonly leastWords: number;
  readonly served: Pick<ServedNetwork, 'stage' | 'base'> | undefined;
  /** There is something to learn, and training waits for the writer to open a document. */
  readonly waits: boolean;
}

const WAITS = 'Inkling learns this folder once you open a text that it gives suggestions in.';

/** The state when no work is left, and what the writer is told where there is too little text to learn from. */
export function settled(now: Settled): Pick<Status, 'state' | 'message'> {
  const { hasFolder, words, leastWords, served, waits } = now;
  if (waits) return { state: 'ready', message: WAITS };
  if (served && served.stage !== 'taught')
    return { state: 'ready', message: fromBase(now, served.base?.name) };
  if (!hasFolder)
    return { state: 'noText', message: 'Open a folder with your texts to let Inkling learn from them.' };
  if (words === 0) {
    const message =
      'No text to learn from in this folder. Save some Markdown, LaTeX or plain text in it; until then suggestions come from the open document.';
    return { state: 'noText', message };
  }
  if (words < leastWords && !served) {
    const message = `Only ${words} words of text in this folder: the network learns from ${leastWords} on. Until then suggestions come from counting.`;
    return { state: 'noText', message };
  }
  return { state: 'ready', message: undefined };
}

/** Undefined where the base waits for nothing: the writer did not want it to be taught. */
function fromBase({ hasFolder, words, leastWords }: Settled, name = 'its base'): string | undefined {
  const knows = `Suggestions come from what Inkling knows of ${name}`;
  if (!hasFolder) return `${knows}; open a folder with your texts to teach it your own words.`;
  if (words === 0)
    return `${knows}; save some Markdown, LaTeX or plain text in this folder to teach it your own words.`;
  if (words < leastWords)
    return `${knows} and from the ${words} words of this folder; the network learns from ${leastWords} on.`;
  return undefined;
}
