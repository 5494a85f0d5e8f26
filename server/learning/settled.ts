import type { Status } from '../protocol';
import { sentence } from '../sentences';
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

const WAITS = sentence('Inkling learns this folder once you open a text that it gives suggestions in.');

/** The state when no work is left, and what the writer is told where there is too little text to learn from. */
export function settled(now: Settled): Pick<Status, 'state' | 'message'> {
  const { hasFolder, words, leastWords, served, waits } = now;
  if (waits) return { state: 'ready', message: WAITS };
  if (served && served.stage !== 'taught')
    return { state: 'ready', message: fromBase(now, served.base?.name) };
  if (!hasFolder)
    return {
      state: 'noText',
      message: sentence('Open a folder with your texts to let Inkling learn from them.'),
    };
  if (words === 0) {
    const message = sentence(
      'No text to learn from in this folder. Save some Markdown, LaTeX or plain text in it; until then suggestions come from the open document.',
    );
    return { state: 'noText', message };
  }
  if (words < leastWords && !served) {
    const message = sentence(
      'Only {0} words of text in this folder: the network learns from {1} on. Until then suggestions come from counting.',
      words,
      leastWords,
    );
    return { state: 'noText', message };
  }
  return { state: 'ready', message: undefined };
}

/** Undefined where the base waits for nothing: the writer did not want it to be taught. */
function fromBase(
  { hasFolder, words, leastWords }: Settled,
  name = sentence('its base'),
): string | undefined {
  if (!hasFolder)
    return sentence(
      'Suggestions come from what Inkling knows of {0}; open a folder with your texts to teach it your own words.',
      name,
    );
  if (words === 0)
    return sentence(
      'Suggestions come from what Inkling knows of {0}; save some Markdown, LaTeX or plain text in this folder to teach it your own words.',
      name,
    );
  if (words < leastWords)
    return sentence(
      'Suggestions come from what Inkling knows of {0} and from the {1} words of this folder; the network learns from {2} on.',
      ...[name, words, leastWords],
    );
  return undefined;
}
