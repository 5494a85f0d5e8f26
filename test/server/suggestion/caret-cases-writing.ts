/** English prose: words, cases, marks and spaces, and what stands behind the caret. */
import { type CaretGroup, silence } from './caret-group';

const ENGLISH = `
Call me Ishmael. Some years ago I thought I would sail about a little and see the watery part of the world.

The white whale swam before him. Captain Ahab stood upon the quarter-deck. They don't believe in ghosts.

She wouldn't listen to Queequeg. NASA launched another rocket. McDonald owned a farm.

“Hello, stranger,” said the landlord. Nevertheless, nobody laughed. It rained very very hard, hard enough to drown.

Behold (carefully) what follows: nothing. Meanwhile everyone slept. Thirty-two sailors drowned; twelve survived.
`;

export const writingCases: readonly CaretGroup[] = [
  {
    name: 'the next word after a space',
    languageId: 'markdown',
    corpus: ENGLISH,
    cases: [
      ['Call |', 'me'],
      ['Call me |', 'Ishmael'],
      ['the white |', 'whale'],
      ['part of the |', 'world'],
      ['near the |', silence], // white, world, watery, landlord: nobody knows
      ['upon the |', 'quarter-deck'],
      ['They |', "don't"],
      ['They don’t |', 'believe'],
      ["They don't |", 'believe'],
      ['They don’t believe |', 'in'],
      ['years ago |', silence], // `I` saves nothing: one letter, one key
      ['I thought I |', 'would'],
      ['Call  |', 'me'],
      ['Call\t|', 'me'],
      ['Call\n|', 'me'],
      ['Call\u00a0|', 'me'],
      ['Xyzzy plugh |', silence],
      ['|', silence],
      [' |', silence],
    ],
  },
  {
    name: 'completion under any prefix',
    languageId: 'markdown',
    corpus: ENGLISH,
    cases: [
      ['Call me I|', 'shmael.'], // the stop is as likely as the word itself
      ['Call me Ish|', 'mael.'],
      ['Call me Ishma|', 'el.'],
      ['Call me Ishmae|', 'l.'],
      ['Call me Ishmael|', silence],
      ['Call m|', silence],
      ['the white w|', 'hale'],
      ['the white wh|', 'ale'],
      ['the whi|', 'te whale'],
      ['upon the q|', 'uarter-deck.'],
      ['upon the quarter|', '-deck.'],
      ['upon the quarter-|', 'deck.'],
      ['Thirty|', '-two'],
      ['Thirty-|', 'two'],
      ['Thirty-two sai|', 'lors'],
      ['zz|', silence],
      ['Zebr|', silence],
      ['another rock|', 'et.'],
      ['Never|', 'theless'],
      ['Nevertheless, nob|', 'ody laughed'],
    ],
  },
  {
    name: 'case',
    languageId: 'markdown',
    corpus: ENGLISH,
    cases: [
      ['ISH|', 'MAEL.'],
      ['Ish|', 'mael.'],
      ['ish|', 'mael.'],
      ['iSH|', 'mael.'],
      ['NA|', 'SA'],
      ['na|', 'SA'],
      ['Mc|', 'Donald'],
      ['mcd|', 'onald'],
      ['MCD|', 'ONALD'],
      ['Que|', 'equeg.'],
      ['Quee|', 'queg.'],
      ['QU|', silence], // Queequeg or quarter-deck
      ['THE WHITE |', 'WHALE'],
      ['THE WHITE W|', 'HALE'],
      ['THE WHITE w|', 'hale'],
      ['NASA |', 'launched'], // an acronym does not shout
      ['NASA LAUNCHED |', 'ANOTHER'],
      ['It was so. CALL |', 'ME'],
      ['IT WAS SO. Call |', 'me'],
      ['He slept. Call me |', 'Ishmael'],
      ['listen to |', 'Queequeg'],
      ['LISTEN TO |', 'QUEEQUEG'],
      ['said the |', 'landlord'],
      ['Said The |', 'landlord'],
      ['T|', silence],
      ['Capt|', 'ain'],
      ['capt|', 'ain'],
      ['Captain A|', 'hab'],
      ['Captain a|', 'hab'],
    ],
  },
  {
    name: 'the beginning of a sentence',
    languageId: 'markdown',
    corpus: `${'Tomorrow we sail. '.repeat(9)}\n\nYesterday we slept; tomorrow was far. He said: tomorrow. `,
    cases: [
      ['We sail. |', 'Tomorrow'],
      ['We sail.\n|', 'Tomorrow'],
      ['We sail! |', 'Tomorrow'],
      ['We sail. Tom|', 'orrow we'],
      ['We sail. tom|', 'orrow'], // small: the sentence goes on, as after an abbreviation
      ['we slept; |', 'tomorrow'],
      ['He said: |', 'tomorrow'],
      ['We sail.|', silence],
      ['We sail. “|', silence],
      ['he said, “tom|', 'orrow'],
      ['we sail. (|', silence],
    ],
  },
  {
    name: 'apostrophes as the document writes them',
    languageId: 'markdown',
    corpus: ENGLISH,
    cases: [
      ['It’s late. They |', 'don’t'],
      ["It's late. They |", "don't"],
      ['It’s late. They d|', 'on’t'],
      ["It's late. They d|", "on't"],
      ['They don|', "'t believe"],
      ['It’s late. They don|', '’t believe'],
      ["They don'|", 't believe'],
      ['She woul|', "dn't"],
      ['She wouldn|', "'t listen"],
      ['“No.” She would|', 'n’t'],
      ["'No.' She would|", "n't"],
      ["She said 'hello' to everyone. They |", "don't"],
      ["It’s what it’s, but it isn't. They |", 'don’t'],
      ["the sailors' |", silence],
    ],
  },
  {
    name: 'spaces and marks',
    languageId: 'markdown',
    corpus: ENGLISH,
    cases: [
      ['Nevertheless,|', ' nobody'],
      ['Nevertheless, |', 'nobody'],
      ['Nevertheless |', silence], // a comma cannot follow a space
      ['Behold |', silence], // ( alone saves nothing
      ['Behold (|', 'carefully'],
      ['Behold ( |', 'carefully'],
      ['Behold (carefully)|', ' what'],
      ['Behold (carefully) |', 'what'],
      ['“|', 'Hello'],
      ['“Hello,|', ' stranger'],
      ['“Hello, stranger,”|', ' said'],
      ['“Hello, stranger,” |', 'said'],
      ['what follows:|', ' nothing'],
      ['drowned;|', ' twelve'],
      ['drowned; |', 'twelve'],
      ['follows: nothing.|', silence],
    ],
  },
  {
    name: 'straight quotes by turns',
    languageId: 'markdown',
    corpus:
      '"Hello, stranger," said the landlord. "Goodbye, stranger," said the waiter. He whispered: "Quiet, everyone," and left.',
    cases: [
      ['"Hello, stranger,"|', ' said'],
      ['"Hello, stranger," |', 'said'],
      ['He whispered: "|', 'Quiet'],
      ['He whispered:|', silence], // not an opening quote alone
      ['"Goodbye, |', 'stranger'],
    ],
  },
  {
    name: 'after a whole word, eagerly',
    languageId: 'markdown',
    corpus: ENGLISH,
    eagerness: 'eager',
    cases: [
      ['the white|', ' whale swam before'],
      ['Call me|', ' Ishmael.'],
      ['Captain Ahab|', ' stood upon the'],
      ['Nevertheless|', ', nobody laughed'],
      ['They don’t|', ' believe in ghosts'],
    ],
  },
  {
    name: 'several words at once',
    languageId: 'markdown',
    corpus: ENGLISH,
    eagerness: 'eager',
    cases: [
      ['Call |', 'me Ishmael.'],
      ['Captain |', 'Ahab stood upon'],
      ['Captain Ahab |', 'stood upon the'],
      ['Meanwhile |', 'everyone slept.'],
      ['nobody |', 'laughed.'], // and not what comes after the sentence
      ['“Hello, |', 'stranger,”'],
      ['Behold |', '(carefully)'],
      ['Never|', 'theless, nobody laughed'],
      ['NASA LAUNCHED |', 'ANOTHER ROCKET.'],
    ],
  },
  {
    name: 'no word twice unless the text does so',
    languageId: 'markdown',
    corpus: 'Rain rain. Snow fell. Snow fell. Wind wind. It was very very hard. It was very very cold.',
    cases: [
      ['It was very |', 'very'],
      ['It was very very |', silence], // hard and cold
      ['It fell |', silence],
    ],
  },
  {
    name: 'letters and digits around the caret',
    languageId: 'markdown',
    corpus: ENGLISH,
    cases: [
      ['the white |x', silence],
      ['the white wh|ale', silence],
      ['the white |7', silence],
      ['Call |me', silence],
      ['Call me I|shmael', silence],
      ['the white | swam', 'whale'],
      ['the white |, they say', 'whale'],
      ['the white |.', 'whale'],
      ['the white |”', 'whale'],
      ['the white |)', 'whale'],
      ['the white |\n\nNext.', 'whale'],
      ['Thirty 3|', silence],
      ['in 1851|', silence],
      ['the white |é', silence],
      ['the white |字', silence],
    ],
  },
  {
    name: 'what stands behind the caret',
    languageId: 'markdown',
    corpus: `${'Over the water, calm and grey. Over the water and the land.\n\n'.repeat(3)}Sir Leicester Dedlock, who sat. He said so; “so it is,” said he.`,
    cases: [
      ['Over the wa|', 'ter'], // the comma is as likely as not
      ['Over the wa|.', 'ter'],
      ['Over the wa|, calm', 'ter'],
      ['Over the wa|,', 'ter'],
      ['Over the wa|)', 'ter'],
      ['Over the wa|**', 'ter'],
      ['Over the | water', silence],
      ['Over the |  water', silence],
      ['Over the |\nwater', silence],
      ['Over the | *water*', silence],
      ['Over the | [water](x)', silence],
      ['Over the |\n\nwater', 'water'],
      ['Over the |\n- water', 'water'],
      ['Over the wa| water', silence],
      ['Over | the water', silence],
      ['Over| the water', silence],
      ['Over the | and the land', 'water'],
      ['Sir Leicester Ded|', 'lock,'],
      ['Sir Leicester Ded| and', 'lock'],
      ['Sir Leicester Ded|\nand', 'lock'],
      ['Sir Leicester Ded|\n\nAnd', 'lock,'],
      ['Sir Leicester Ded|, and', 'lock'],
      ['Sir Leicester Ded| who', 'lock'],
      ['Sir Leicester Ded|” said', 'lock,'],
      ['Sir Leicester Dedlock, | sat', 'who'],
      ['Sir Leicester Dedlock|, who', silence],
    ],
  },
  {
    name: 'quotations opened with their first word, eagerly',
    languageId: 'markdown',
    corpus:
      'He whispered: "Quiet, everyone," and left. Он сказал: «Добрый вечер», и вышел. She asked: “Who knows?”',
    eagerness: 'eager',
    cases: [
      ['He whispered:|', ' "Quiet,'],
      ['He whispered: |', '"Quiet,'],
      ['He whispered: "No," and added: |', silence],
      ['Он сказал:|', ' «Добрый вечер'],
      ['She asked: |', '“Who knows'],
      ['She asked: “Who |', 'knows?”'],
    ],
  },
  {
    name: 'case by what came before',
    languageId: 'markdown',
    corpus: `She came to Skerra Light late. He loved Skerra Light much. We left Skerra Light then.

Bring a light here. Leave the light there. No light shone. At dawn Captain Ahab stood. Then Captain Ahab spoke. Now the captain slept.
Our captain laughed. So the captain woke. I told my mother everything. Thank you, Mother dear, she said to Mother Mary.

Past Skerra Harbour we went. Near Skerra Harbour they wept. Over the harbour gulls flew. Into the harbour ships came. A harbour froze.`,
    cases: [
      ['came to Skerra |', 'Light'],
      ['came to Skerra li|', 'ght late'],
      ['loved Skerra Li|', 'ght much'],
      ['Bring a |', 'light'],
      ['Leave the li|', 'ght there'],
      ['At dawn Captain |', 'Ahab'],
      ['Now the captain |', 'slept'],
      ['Then Captain |', 'Ahab'],
      ['Our |', 'captain'],
      ['told my |', 'mother'],
      ['Past Skerra |', 'Harbour'],
      ['Into the ha|', 'rbour ships'],
      ['Over the |', 'harbour'],
      ['beyond this ha|', 'rbour'],
    ],
  },
  {
    name: 'words seen at sentence starts alone',
    languageId: 'markdown',
    corpus: `However, it rained. However, it snowed. Moreover, nobody came. Starbuck sighed. The crew went ashore. Nevertheless we sailed.
Nevertheless we sang. Nevertheless we slept.`,
    cases: [
      ['The crew went, how|', 'ever'],
      ['The crew went, moreo|', 'ver'],
      ['The crew went. How|', 'ever,'],
      ['The crew and starb|', 'uck'],
      ['The crew and neverth|', 'eless we'],
    ],
  },
];
