/**
 * What is offered where. The caret is `|`; the second column is the ghost text, or `silence`. Each group has its own
 * corpus, which phrase-predictor.ts repeats; thresholds there let one expected word through, and with `eager` three.
 */
export interface CaretGroup {
  readonly name: string;
  readonly languageId: string;
  readonly corpus: string;
  readonly eagerness?: 'quiet' | 'balanced' | 'eager';
  /** The writer asked for a suggestion. */
  readonly asked?: boolean;
  readonly cases: readonly (readonly [text: string, expected: string])[];
}

export const silence = '';

const ENGLISH = `
Call me Ishmael. Some years ago I thought I would sail about a little and see the watery part of the world.

The white whale swam before him. Captain Ahab stood upon the quarter-deck. They don't believe in ghosts.

She wouldn't listen to Queequeg. NASA launched another rocket. McDonald owned a farm.

“Hello, stranger,” said the landlord. Nevertheless, nobody laughed. It rained very very hard, hard enough to drown.

Behold (carefully) what follows: nothing. Meanwhile everyone slept. Thirty-two sailors drowned; twelve survived.
`;

export const caretGroups: readonly CaretGroup[] = [
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
    name: 'what stands behind the caret, in LaTeX',
    languageId: 'latex',
    corpus: 'Over the water, who sat. Sir Leicester Dedlock, who sat.',
    cases: [
      ['\\emph{over the wa|}', 'ter'],
      ['\\emph{over the wa|}, calm', 'ter'],
      ['Over the | \\emph{water}', silence],
      ['Over the |~water', silence],
      ['Sir Leicester Ded|\n\\end{quote}', 'lock,'],
      ['Sir Leicester Ded| % who', 'lock,'],
      ['Sir Leicester Ded|\\\\\nand', 'lock'],
    ],
  },
  {
    name: 'what stands behind the caret, in plain text',
    languageId: 'plaintext',
    corpus: 'Over the water, who sat. Sir Leicester Dedlock, who sat.',
    cases: [
      ['Over the | water', silence],
      ['Over the |\nwater', silence],
      ['Sir Leicester Ded|\nAnd', 'lock,'],
      ['Sir Leicester Ded|\nand', 'lock'],
    ],
  },
  {
    name: 'what stands behind the caret, in French',
    languageId: 'markdown',
    corpus: 'C’est l’histoire d’un homme. C’est l’eau. Quelle horreur !',
    cases: [
      ['C’est |', 'l’'],
      ['C’est | et', silence],
      ['Quelle hor| !', 'reur'],
      ['Quelle hor|\u00a0!', 'reur'],
    ],
  },
  {
    name: 'Markdown',
    languageId: 'markdown',
    corpus: ENGLISH,
    cases: [
      ['# Call |', 'me'],
      ['## The White |', 'Whale'],
      ['## The white |', 'whale'],
      ['# The Quiet Part\n\n## The White |', 'Whale'],
      ['# Captain Ahab Stood Upon |', 'the'],
      ['- Call |', 'me'],
      ['- the white |', 'whale'],
      ['1. the white |', 'whale'],
      ['> the white |', 'whale'],
      ['> > the white wh|', 'ale'],
      ['* [ ] the white |', 'whale'],
      ['**the white |', 'whale'],
      ['**the white** |', 'whale'],
      ['the **white** |', 'whale'],
      ['the *white* wh|', 'ale'],
      ['the **white|', silence],
      ['~~the white~~ |', 'whale'],
      ['| sea | land |\n| --- | --- |\n| the white ^', 'whale'],
      ['See [the white |', 'whale'],
      ['See [the white whale](|', silence],
      ['See [the white whale](wh|', silence],
      ['See [the white whale](whale.md "the white |', silence],
      ['the white ![wh|', silence],
      ['the white `wh|', silence],
      ['the white `wh|`', silence],
      ['```\nthe white |', silence],
      ['```js\nthe white |\n```', silence],
      ['~~~\nthe white wh|\n~~~\n', silence],
      ['```\ncode\n```\n\nthe white |', 'whale'],
      ['    the white |', silence],
      ['---\ntitle: the white |\n---\n', silence],
      ['---\ntitle: x\n---\n\nthe white |', 'whale'],
      ['the white $wh|$', silence],
      ['$$\nthe white |\n$$', silence],
      ['the white $x$ wh|', silence], // a formula stands between
      ['https://example.com/the white|', silence],
      ['https://whit|', silence],
      ['<https://whi|', silence],
      ['<div title="the white |', silence],
      ['<!-- the white |', silence],
      ['www.whi|', silence],
      ['mail ishm@whi|', silence],
      ['[white]: https://whi|', silence],
      ['the white &wh|', silence],
    ],
  },
  {
    name: 'LaTeX',
    languageId: 'latex',
    corpus: ENGLISH,
    cases: [
      ['the white |', 'whale'],
      ['\\emph{the white |}', 'whale'],
      ['\\textbf{the white} |', 'whale'],
      ['\\section{The White |}', 'Whale'],
      ['\\section{The white |}', 'whale'],
      ['\\begin{document}\nthe white |\n\\end{document}', 'whale'],
      ['\\begin{itemize}\n\\item the white |\n\\end{itemize}', 'whale'],
      ['\\whi|', silence],
      ['\\cite{whi|}', silence],
      ['\\ref{the white |}', silence],
      ['the white $wh|$', silence],
      ['\\[ the white | \\]', silence],
      ['\\begin{equation}\nthe white |\n\\end{equation}', silence],
      ['\\begin{verbatim}\nthe white |\n\\end{verbatim}', silence],
      ['% the white |', silence],
      ['\\documentclass{whi|}', silence],
      ['\\usepackage{whi|}', silence],
      ['\\begin{whi|', silence],
      ['\\includegraphics[width=2cm]{whi|}', silence],
      ['\\url{https://whi|}', silence],
    ],
  },
  {
    name: 'plain text',
    languageId: 'plaintext',
    corpus: ENGLISH,
    cases: [
      ['the white |', 'whale'],
      ['the white wh|', 'ale'],
      ['# the white |', 'whale'],
      ['see https://whi|', silence],
      ['Call me\n\n|', silence],
    ],
  },
  {
    name: 'French',
    languageId: 'markdown',
    corpus: `
Longtemps, je me suis couché de bonne heure. Voulez-vous danser ? Quelle horreur ! L’eau coule sous les ponts.

Il répondit : « Bonjour, madame », puis sortit. Aujourd’hui maman est morte. C’est l’histoire d’un homme.

Elle demanda : « Pourquoi ? » Il faut qu’on parte. Œuvre complète.
`,
    cases: [
      ['Longtemps, |', 'je'],
      ['je me suis |', 'couché'],
      ['je me suis couch|', 'é de'],
      ['je me suis cou|', 'ché'],
      ['de bonne |', 'heure'],
      ['Aujourd’hui |', 'maman'],
      ["Aujourd'hui |", 'maman'],
      ['Aujourd|', "'hui"],
      ['C’est dit. Aujourd|', '’hui maman'],
      ['L’eau |', 'coule'],
      ['L’|', silence], // eau, histoire
      ['Il faut qu’|', 'on'],
      ["Il faut qu'|", 'on'],
      ['Il faut qu’o|', 'n parte'],
      ['l’histoire d’un |', 'homme'],
      ['l’histoire |', 'd’'],
      ['Il dit : «\u00a0Non\u00a0» et répondit : « |', 'Bonjour'],
      ['Il dit : «\u00a0Non\u00a0» et répondit : «|', '\u00a0Bonjour'],
      ['Il dit : «\u202fNon\u202f» et répondit : «|', '\u202fBonjour'],
      ['œuv|', 're'],
      ['Œuv|', 're'],
      ['ŒUV|', 'RE'],
    ],
  },
  {
    name: 'French marks, asked for',
    languageId: 'markdown',
    corpus: 'Voulez-vous danser ? Voulez-vous danser ? Quelle horreur ! Il dit : « Non » et partit.',
    asked: true,
    cases: [
      ['Voulez-vous danser|', '\u00a0?'],
      ['Quoi\u202f? Voulez-vous danser|', '\u202f?'],
      ['Quoi\u00a0? Voulez-vous danser|', '\u00a0?'],
      ['Quoi ? Voulez-vous danser|', ' ?'],
      ['Quelle horreur|', '\u00a0!'],
    ],
  },
  {
    name: 'German',
    languageId: 'markdown',
    corpus: `
Die Würde des Menschen ist unantastbar. Der alte Mann ging über die Straße. Sie rief: „Komm sofort nach Hause“, und lachte.

Das schöne Mädchen tanzte. Wir wissen's nicht. Die Donaudampfschifffahrt begann damals.
`,
    cases: [
      ['Die Würde des |', 'Menschen'],
      ['des men|', 'schen ist'],
      ['des Men|', 'schen ist'],
      ['über die |', 'Straße'],
      ['ging über die St|', 'raße.'],
      ['GING ÜBER DIE ST|', 'RASSE'],
      ['Sie rief: „|', 'Komm'],
      ['Sie rief:|', silence],
      ['„Komm sofort nach Hause“,|', ' und'],
      ['Das schöne |', 'Mädchen'],
      ['das schöne ma|', 'nn'],
      ['das schöne mä|', 'dchen tanzte'],
      ['Die Donau|', 'dampfschifffahrt begann'],
    ],
  },
  {
    name: 'Spanish, asked for',
    languageId: 'markdown',
    corpus: '¿Dónde estás? ¡Qué alegría! Muchos años después recordó la tarde. Ella preguntó: ¿quién vive?',
    asked: true,
    cases: [
      ['¿|', 'Dónde'],
      ['¿dón|', 'de estás'],
      ['¡Qué |', 'alegría'],
      ['Muchos años |', 'después'],
      ['Ella preguntó: |', '¿quién'],
      ['muchos añ|', 'os después'],
    ],
  },
  {
    name: 'Italian',
    languageId: 'markdown',
    corpus: 'Nel mezzo del cammin di nostra vita. L’amor che move il sole. Quell’uomo dormiva. Perché no?',
    cases: [
      ['Nel mezzo del |', 'cammin'],
      ['Quell’|', 'uomo'],
      ["Quell'|", 'uomo'],
      ['quell’uomo |', 'dormiva'],
      ['Perc|', 'hé'],
    ],
  },
  {
    name: 'Russian',
    languageId: 'markdown',
    corpus: `
Все счастливые семьи похожи друг на друга. Мой дядя самых честных правил. Он сказал: «Добрый вечер», и вышел.

Каждая несчастливая семья несчастлива по-своему. Москва слезам не верит.
`,
    cases: [
      ['Все счастливые |', 'семьи'],
      ['все счастливые |', 'семьи'],
      ['Мой дядя самых |', 'честных'],
      ['Моск|', 'ва'],
      ['моск|', 'ва'],
      ['МОСК|', 'ВА'],
      ['несчастлива |', 'по-своему'],
      ['несчастлива по-|', 'своему.'],
      ['Он сказал: «|', 'Добрый'],
      ['«Добрый вечер»,|', silence], // и: one letter
      ['Каждая |', 'несчастливая'],
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
    name: 'German quotations, eagerly',
    languageId: 'markdown',
    corpus: 'Sie rief: „Komm nach Hause“ und lachte. Er dachte: „Niemals!“',
    eagerness: 'eager',
    cases: [
      ['Sie rief:|', ' „Komm nach'],
      ['Sie rief: |', '„Komm nach'],
      ['Sie rief: „Komm nach |', 'Hause“ und'],
      ['Er dachte: |', '„Niemals!'],
    ],
  },
  {
    name: 'Chinese',
    languageId: 'markdown',
    corpus: '今天天气很好，我们去公园散步。他们喜欢音乐。北京大学历史悠久。',
    asked: true,
    cases: [
      ['我们去|', '公园'],
      ['我们去公园|', '散步'],
      ['他们喜欢|', '音乐'],
      ['北京大学|', '历史'],
      ['今天天气很好，|', '我们'],
      ['我们去|公园', silence],
    ],
  },
  {
    name: 'Japanese',
    languageId: 'markdown',
    corpus: '吾輩は猫である。名前はまだ無い。東京タワーへ行きました。',
    asked: true,
    cases: [
      ['吾輩|', 'は'],
      ['吾輩は|', '猫'],
      ['名前は|', 'まだ'],
      ['東京|', 'タワー'],
    ],
  },
  {
    name: 'Thai',
    languageId: 'markdown',
    corpus: 'ฉันรักประเทศไทย ฉันชอบกินข้าว เขาไปโรงเรียน',
    asked: true,
    cases: [
      ['เขาไป|', 'โรงเรียน'],
      ['ฉันรัก|', 'ประเทศไทย'],
      ['เขาไปโรง|', 'เรียน'],
    ],
  },
];
