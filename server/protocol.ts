/**
 * Every message and name that client and server share beyond the Language Server Protocol itself.
 * Direction: C→S client to server, S→C server to client.
 */

/** What the client says once, in `initialize` (C→S). Every field may be missing: other editors send none. */
export interface InitializationOptions {
  /** Absolute folder for the model and the log. Default: `$XDG_CACHE_HOME/inkling/<workspace hash>`. */
  storagePath?: string;
  /** Absolute folder for what all workspaces share: the writer's own bases. Default: `$XDG_CACHE_HOME/inkling`. */
  userStoragePath?: string;
  settings?: Partial<Settings>;
  /** `keys`: sentences for the writer come as sentences.ts marks them, and the editor words them. Default: in English. */
  sentences?: 'keys';
  /** Whether the editor runs our commands from links in Markdown. Default false. */
  commandLinks?: boolean;
  /** Between two checkpoints of a training. Default 6. For tests, which have no time to wait. */
  checkpointSeconds?: number;
  /** In seconds; see `Pace` in language-server/training-due.ts. For tests, which have no minutes to wait. */
  pace?: Partial<Record<'settle' | 'typing' | 'later' | 'stored' | 'storedLater', number>>;
}

/** Settings that a writer may have differ by language (`"[latex]": {"inkling.eagerness": "quiet"}`). */
export interface WritingSettings {
  /** When ghost text appears: `manual` only when asked for. Default `balanced`. */
  eagerness: 'manual' | 'quiet' | 'balanced' | 'eager';
  /** Percent that a suggestion must be likely to appear as ghost text by itself. Default 0: the eagerness decides. */
  leastProbability: number;
  /** Words and marks of ghost text at most. Default 6. */
  longestOffer: number;
  /** Default true. */
  ghostText: boolean;
  /** Default true. */
  list: boolean;
  /** Milliseconds without a key before ghost text appears by itself. Default 0. */
  delay: number;
}

/** The user's settings (`inkling.*`), also sent with `workspace/didChangeConfiguration` as `{ inkling: Settings }` (C→S). */
export interface Settings extends WritingSettings {
  /** Everything on or off. Default true. */
  enabled: boolean;
  /** Language ids in which suggestions are given. Default markdown, plaintext, latex, and the like. */
  languages: Record<string, boolean>;
  /** What is different in a language, by its id. Default: nothing. */
  byLanguage: Record<string, Partial<WritingSettings>>;
  /** What is not learned from, in the syntax of `.gitignore`, relative to the workspace's folders. Default: nothing. */
  exclude: string[];
  /** Whether training begins by itself once somebody writes, or only on command. Default true. */
  trainsByItself: boolean;
  /** Whether it goes on while the machine runs on battery. Default false. */
  trainsOnBattery: boolean;
  /** Seconds of training at first and at each retraining. Default 60. */
  trainingSeconds: number;
  /** Threads that train. Default 2 where there are four processors or more, else 1. */
  threads: number;
  /**
   * What the network begins from: `auto` a base that fits the text, `none` nothing but the workspace's text, or the path of a
   * base file. Default `auto`.
   */
  base: string;
}

/** Commands of `workspace/executeCommand` (C→S); any editor can send them. */
export const Command = {
  /** Argument: true if the training that goes on may be thrown away. Answers a `CommandAnswer`. */
  retrain: 'inkling.retrain',
  /** Answers a `CommandAnswer`. */
  cancelTraining: 'inkling.cancelTraining',
  /** Holds the training that goes on, or lets it go on. Answers a `CommandAnswer`. */
  pauseTraining: 'inkling.pauseTraining',
  /** Answers a `LossHistory`. */
  lossHistory: 'inkling.lossHistory',
  /** Answers a `Status`. */
  status: 'inkling.status',
  /**
   * Arguments: a word or a phrase, and a `NeverList` (default `user`). It is never suggested again; of a phrase, the last word behind the
   * others is not. Answers a `NeverAnswer`.
   */
  forget: 'inkling.forget',
  /** Argument: a `Spot`. The word there is not suggested behind the words before it. Answers a `NeverAnswer`. */
  notHere: 'inkling.notHere',
  /** Argument: a word or a phrase, which is taken out of the lists that have it. Answers whether one had it. */
  takeBack: 'inkling.takeBack',
  /** Argument: the absolute path of a file or folder, which is left out from now on; nothing that only it held stays. Answers a `ForgetAnswer`. */
  forgetFile: 'inkling.forgetFile',
  /** Argument: a path that was forgotten. Answers whether it was; it is read again. */
  takeBackFile: 'inkling.takeBackFile',
  /** Answers the paths that were forgotten. */
  forgottenFiles: 'inkling.forgottenFiles',
  /** Deletes what was learned of the workspace. Answers a `DeletedAnswer`. */
  deleteLearned: 'inkling.deleteLearned',
  /** Answers a `NeverEntry[]`. */
  neverLists: 'inkling.neverLists',
  /** Argument: a `Spot`. Answers the word that is meant there: offered, or standing before the caret; or null. */
  wordAt: 'inkling.wordAt',
  /** Argument: the URI of an open document. Answers a `MeasureAnswer`. */
  measure: 'inkling.measure',
  /** Answers a `LearnedOverview`. */
  learned: 'inkling.learned',
  /** Argument: a `WordQuery`. Answers `ListedWords`. */
  words: 'inkling.words',
  /** Argument: a word. Answers a `Passage[]`: where it stands in the folder's text. */
  whereIs: 'inkling.whereIs',
  /** Argument: a `WhyQuestion`. Answers a `WhyAnswer`, or null where nothing is offered. */
  why: 'inkling.why',
  /** Sent by the editor when ghost text was accepted. No argument. Counted in `writer.json`; what the writer is shown comes from `inkling/use`. */
  accepted: 'inkling.accepted',
  /** Argument: a `LearnBase`. Answers a `BaseLearned` when it is done, with work-done progress meanwhile. */
  learnBase: 'inkling.learnBase',
  /** Answers a `BaseDescription[]`. */
  listBases: 'inkling.listBases',
  /** Argument: the `path` of one of the writer's own bases. Answers whether it was deleted. */
  forgetBase: 'inkling.forgetBase',
} as const;

/** What came of a command, or why nothing did. The editor puts it in words. */
export type CommandAnswer =
  | { readonly outcome: 'started' | 'cancelled' | 'paused' | 'resumed' }
  /** Not done: a training goes on, and what it has learned would be lost. */
  | { readonly outcome: 'asks' }
  /** The folder is read again, and had too few words for the network when it was read last. */
  | { readonly outcome: 'tooLittle'; readonly words: number; readonly leastWords: number }
  /** Not done: Inkling is off, no folder is open, or another window learns from it. */
  | { readonly outcome: 'off' | 'noFolder' | 'follows' }
  /** Not done: nothing is being learned, or the folder is only being read yet. */
  | { readonly outcome: 'nothingToCancel' | 'nothingToPause' | 'stillReading' };

export type MeasureAnswer =
  | { readonly outcome: 'measured'; readonly evaluation: Evaluation; readonly measured: MeasuredText }
  /** The server knows no such document: its language is off, or it is not open. */
  | { readonly outcome: 'off' | 'notOpen' | 'nothingLearned' }
  | { readonly outcome: 'tooShort'; readonly words: number; readonly leastWords: number };

/** How a document was measured, and what was offered word by word. */
export interface MeasuredText {
  /** What was measured: the network that was taught the folder's text, a base that was not, or counting alone. */
  knows: 'network' | 'base' | 'counting';
  /** Words of the document, and of those the first ones that were measured. */
  words: number;
  measuredWords: number;
  /** Share of it that stands in the folder: the counts were taken without it. */
  inFolder: number;
  /** Whether the network has read that share in training, which makes it a little surer than of new text. */
  networkHasRead: boolean;
  /** (measured words) What came of each, in order. */
  tried: TriedWord[];
  /** (paragraphs) Share of the keystrokes that were saved in each, and where it begins. */
  paragraphs: { start: number; end: number; saved: number; words: number }[];
}

export interface TriedWord {
  /** UTF-16 offsets in the document. */
  start: number;
  end: number;
  /** The likeliest word before a letter of it was typed. */
  offered: string;
  probability: number;
  /** So many words were likelier than the right one; −1 for a word that nobody knows. */
  rank: number;
  /** Keystrokes that it cost, of its letters and a space. */
  spent: number;
}

/** For all that the writer writes, or for one workspace: `.inkling/never.txt` in its first folder. */
export type NeverList = 'user' | 'workspace';

export interface NeverEntry {
  /** As it stands in the list. */
  text: string;
  list: NeverList;
  /** Of the list. */
  path: string;
}

/** What became of *Never Suggest* or *Not Here*. */
export type NeverAnswer =
  /** `problem`: it holds until the editor closes, and this is why it can't be kept. */
  | { outcome: 'listed'; text: string; path: string; problem?: string }
  /** There is no word, no word before it, or no workspace for the list. */
  | { outcome: 'noWord' | 'nothingBefore' | 'noWorkspace' };

export type ForgetAnswer =
  | { outcome: 'forgotten'; path: string }
  /** It is in none of the workspace's folders; or it can't be kept, and so was not done. */
  | { outcome: 'outside'; path: string }
  | { outcome: 'failed'; path: string; problem: string };

/** What *Delete Everything Learned* took away: of the model, and of an unfinished training. Another window may be the one to be asked. */
export type DeletedAnswer =
  | { outcome: 'deleted'; words: number; files: number; bytes: number }
  | { outcome: 'follows' };

/** A place in an open document. */
export interface Spot {
  uri: string;
  position: { line: number; character: number };
  /** The word that is meant; default: the one that is offered there, else the one before the caret. */
  word?: string;
}

/** What was learned of this folder. Lists are cut where nobody reads on; the counts beside them are whole. */
export interface LearnedOverview {
  files: {
    path: string;
    words: number;
    /** Milliseconds since 1970. */
    modified: number;
    /** Places that were withheld: what looks like a password, a key, a number of a card. */
    withheld: number;
  }[];
  fileCount: number;
  words: number;
  leftOut: { path: string; reason: string }[];
  leftOutCount: number;
  /** What was withheld, by kind; never what it says. */
  withheld: { kind: string; count: number }[];
  model?: NonNullable<Status['model']> & {
    path: string;
    /** Absent while it is not stored. */
    bytes?: number;
  };
}

export interface WordQuery {
  /** `count`: all, the most frequent first. `new`: only those that the base did not have. `name`: only those with a capital. */
  order: 'count' | 'new' | 'name';
  /** Only words that have this in them, whatever the case. */
  contains?: string;
  /** Default and at most 500. */
  most?: number;
}

export interface ListedWords {
  words: { word: string; count: number; isNew: boolean }[];
  /** How many there are in all. */
  total: number;
}

/** *Why this word?* at a place of an open document. */
export interface WhyQuestion {
  uri: string;
  position: { line: number; character: number };
  /** Default: the one that is offered there. */
  word?: string;
}

export interface WhyAnswer {
  word: string;
  /** As `CompletionData.probability`. */
  probability: number;
  /** What each part of the mixture gave, the largest share first: `network`, `counts`, `recency`, `neuralCache`, `phrase`, `furtherBase`. */
  parts: { part: string; share: number }[];
  /** Of the writer's own text, those most like the place first; at most three. */
  passages: Passage[];
}

/** A place in the folder's text. */
export interface Passage {
  path: string;
  /** Of the word: from 0, in UTF-16. */
  line: number;
  character: number;
  length: number;
  /** Offset of the word in the file. */
  start: number;
  /** The passage on one line; the word is from `from` to `to` in it. */
  text: string;
  from: number;
  to: number;
  /** So many words and marks before it are those before the caret. */
  matched: number;
}

/** A command of the editor's side, for links in Markdown: opens a file at a place. Arguments: URI, line and character from 0. */
export const OPEN_AT = 'inkling.openAt';

/** `inkling/status` (S→C notification), whenever it changes. */
export const statusNotification = 'inkling/status';

export type State =
  /** Looking through the folder. */
  | 'reading'
  /** No text to learn from; suggestions come from the open document alone. */
  | 'noText'
  | 'training'
  /** Trained, waiting. */
  | 'ready'
  /** The user turned it off. */
  | 'off'
  /** Something failed; `message` says what and what to do. */
  | 'failed';

export interface Status {
  state: State;
  /** One sentence for the writer, where there is something to say. */
  message?: string;
  /** Present once a network has learned the workspace's text. */
  model?: {
    cell: 'elman' | 'gru' | 'lstm';
    hiddenSize: number;
    vocabularySize: number;
    /** Held-out perplexity of the snapshot in use. */
    perplexity: number;
    /** ISO 8601, when training ended. */
    trainedAt: string;
    /** Read from disk at start rather than trained now. */
    restored: boolean;
  };
  /** Present where suggestions come from a base, or from a network that was taught from one. */
  base?: {
    /** `English`, or the name that the writer gave it. */
    name: string;
    /** Words that it has read. */
    words: number;
    /** Perplexity on the workspace's held-out text: of the untouched base, and of it after it was taught. */
    untaughtPerplexity?: number;
    taughtPerplexity?: number;
  };
  corpus?: {
    files: number;
    words: number;
    /** Files left out, with the reason, at most 100 of them. */
    leftOut: { path: string; reason: string }[];
    leftOutCount: number;
  };
  /** While training. */
  training?: { seconds: number; budgetSeconds: number; loss?: LossPoint; paused?: boolean };
}

/** `inkling/use` (S→C notification): what became of an offer, as it happens. The text is not told. */
export const useNotification = 'inkling/use';

export interface OfferUse {
  /**
   * `shown`: ghost text. `accepted`: it, or a word of it, or one of the list. `typed`: letter by letter to its end. `dismissed`: something
   * else was written.
   */
  kind: 'shown' | 'accepted' | 'typed' | 'dismissed';
  /** Keystrokes that accepting it saved: its letters but the key that accepts. */
  saved: number;
  /** How sure it was; absent for the list. */
  probability?: number;
}

/** One point of the loss curves. Losses are nats per token. */
export interface LossPoint {
  /** Since training began. */
  seconds: number;
  /** Tokens trained on so far. */
  tokens: number;
  trainingLoss: number;
  /** Absent between the moments when held-out text is measured. */
  heldOutLoss?: number;
  top1?: number;
  top3?: number;
}

/** Answer to `inkling.lossHistory`. */
export interface LossHistory {
  points: LossPoint[];
  /** What counting alone reaches on the same held-out text. */
  baseline?: { name: string; heldOutLoss: number; top1?: number; top3?: number };
  /** What the base reaches on it that training began from, before it was taught anything. */
  base?: { name: string; heldOutLoss: number; top1?: number; top3?: number };
  /** What the writer gets: all parts together, beside counting alone, on the same part of the held-out text. Once training has ended. */
  whole?: { together: PartFigures; counting: PartFigures };
  /** What it would write after the first words of the held-out text, as training went on. Not kept beyond this session. */
  samples?: WritingSample[];
  running: boolean;
  /** It is held. */
  paused?: boolean;
}

export interface PartFigures {
  perplexity: number;
  top1: number;
  top3: number;
  keystrokeSavings1: number;
}

export interface WritingSample {
  /** Since training began. */
  seconds: number;
  prompt: string;
  text: string;
}

/** `inkling/loss` (S→C notification), while training and when it ends. Carries what is new: a history may be a megabyte. */
export const lossNotification = 'inkling/loss';

/**
 * The history as it is now, but of its points only those from index `from` on; the ones before it are as they were. Whoever has fewer
 * than `from` asks for all of them with `inkling.lossHistory`.
 */
export interface LossUpdate extends LossHistory {
  from: number;
}

/** A network for a language, or for the writer's other texts, that networks of workspaces begin from. */
export interface BaseDescription {
  path: string;
  name: string;
  /** `shipped` with Inkling, the writer's `own`, or `named` in the settings. Only one's own can be forgotten. */
  origin: 'shipped' | 'own' | 'named';
  /** Words that it has read. */
  words: number;
  /** What it has read: folders or collections. */
  collections: string[];
  vocabularySize: number;
  bytes: number;
  /** ISO 8601. */
  madeAt: string;
  /** Whether this workspace's suggestions come from it. */
  inUse: boolean;
}

/** Continues the base that fits the folders' text with that text. */
export interface LearnBase {
  /** A base of this name is replaced. */
  name: string;
  /** Absolute paths of folders or files. */
  paths: string[];
}

/** `problem`, one sentence for the writer, if there is no new base. */
export interface BaseLearned {
  words?: number;
  problem?: string;
}

/** `data` of each completion item. */
export interface CompletionData {
  /**
   * That this word comes: after a space the mixture's own; under a prefix renormalised over what fits it, with room for a
   * word that nobody has seen. Absent for the document's own words that no part of the model scored.
   */
  probability?: number;
}

/** Suggestion quality, in the words of the command line's `evaluate --json`. */
export interface Evaluation {
  tokens: number;
  words: number;
  oovRate: number;
  perplexity: number;
  top1: number;
  top3: number;
  keystrokeSavings1: number;
  keystrokeSavings3: number;
  calibrationError: number;
  latencyMs: { p50: number; p99: number };
  components: Record<string, Omit<Evaluation, 'components' | 'latencyMs' | 'tokens' | 'words' | 'oovRate'>>;
  /** 95 % bootstrap intervals by paragraph. */
  intervals?: Record<string, [number, number]>;
  /** Ghost text by confidence threshold. */
  ghostText?: { threshold: number; precision: number; coverage: number }[];
  calibration?: { predicted: number; observed: number; count: number }[];
  /** The same of what is offered first while a word is typed, from its first letter on. */
  typedCalibrationError?: number;
  typedCalibration?: { predicted: number; observed: number; count: number }[];
  /** Without the words that the letters' network spells; absent where there is none. */
  withoutNewWords?: { keystrokeSavings1: number; keystrokeSavings3: number };
}
