/** Other languages: their marks, quotations, elisions, scripts and capitals. */
import { type CaretGroup, silence } from './caret-group';

export const languagesCases: readonly CaretGroup[] = [
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
  {
    name: 'Turkish',
    languageId: 'markdown',
    corpus: `Şehir ışık içinde kaldı. Yağmur ıslak bıraktı. Bugün istanbul güzel. Sonra istanbul yağdı. Dün ırmak taştı. Dün ırmak aktı.`,
    cases: [
      ['Yağmur yağdı, ırmak, ışık. ist|', 'anbul'],
      ['Yağmur yağdı, ırmak, ışık. İST|', 'ANBUL'],
      ['YAĞMUR ISLAK, ığ ış. BUGÜN İ|', 'STANBUL'],
      ['Bugün İst|', 'anbul güzel'],
      ['Yağmur yağdı, ırmak, ışık. Bugün Ist|', silence],
    ],
  },
  {
    name: 'Dutch',
    languageId: 'markdown',
    corpus: 'Het was koud. IJs lag er. Er was ijs op het water. Er kwam ijs van een schip. Wij zagen ijs.',
    cases: [
      ['Het is een dag van het jaar. IJ|', 's lag'],
      ['Er kwam ij|', 's van'],
      ['Het is een dag van het jaar. Er kwam i|', 'js van'],
    ],
  },
  {
    name: 'Greek',
    languageId: 'markdown',
    corpus: 'Ο λόγος ήταν σοφός. Μεγάλος άνθρωπος μιλούσε. ΟΔΟΣ ΑΘΗΝΑΣ.',
    cases: [
      ['Μεγάλος άνθρ|', 'ωπος μιλούσε'],
      ['Μεγάλος ΆΝΘΡ|', 'ΩΠΟΣ μιλούσε'],
      ['Ο λόγ|', 'ος ήταν'],
      ['λόγ|', 'ος ήταν'],
    ],
  },
  {
    name: 'capitals inside words',
    languageId: 'markdown',
    corpus:
      'Tháinig an tAthair isteach. Labhair an tAthair liom. Ich suche LehrerInnen dringend. Mein iPhone klingelt. iPhone kostet viel. Your eBay page.',
    cases: [
      ['Labhair an tA|', 'thair liom'],
      ['Ich suche |', 'LehrerInnen'],
      ['Ich suche Lehrer|', 'Innen dringend'],
      ['Mein |', 'iPhone'],
      ['Mein i|', 'Phone'],
      ['Your |', 'eBay'],
    ],
  },
];
