import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DocumentSession } from '../../../server/suggestion/session';
import { writtenLength } from '../../../server/suggestion/spelling';
import { phraseModel } from './phrase-predictor';

/** A few words of many scripts; accents, marks, ligatures and cases of all kinds among them. */
const words = `
hôtelier señorita Überraschung naïveté smørrebrød łódź čeština kůň žluťoučký árvíztűrő İstanbul ığdır şişe çağrı
Straße Größenwahn finally affluent œuvre Ælfric tiếng Việt Nguyễn phở đường ngoại Ἀθῆναι ἄνθρωπος οδοστρωμα λόγος
Москва ещё йод Київ їжак Ўзбекистон Հայաստան საქართველო שלום בְּרֵאשִׁית محمد كِتَابٌ می‌خواهم हिन्दी किताब ज़िंदगी বাংলা தமிழ் తెలుగు
ಕನ್ನಡ മലയാളം සිංහල አማርኛ 한국어 사람들 대한민국 don't rock'n'roll mother-in-law aujourd'hui tAthair nGaeilge IJsland McDonald
NASA iPhone BahnCard ꦗꦮ ᏣᎳᎩ ᠮᠣᠩᠭᠣᠯ 𐐔𐐯𐑅𐐨𐑉𐐯𐐻
`
  .trim()
  .split(/\s+/);

const forms = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const;
const plain = (text: string) => text.normalize('NFC').replaceAll('\u00ad', '');

describe('words completed under a prefix', () => {
  const rows: readonly (readonly [form: string, typed: string, length: number | undefined])[] = [
    ['hôtelier', 'hôt', 3],
    ['hôtelier', 'ho\u0302t', 3],
    ['hôtelier', 'hot', undefined],
    ['Reisekosten', 'Reise\u00adkos', 8],
    ['한국어', '\u1112\u1161\u11ab', 1],
    ['한국어', '\u1112\u1161', undefined],
    ['tiếng', 'tie\u0302\u0301', 3],
    ['tiếng', 'tiê\u0301', 3],
    ['finally', 'ﬁn', 3],
    ['Straße', 'STRA', 4],
    ['İstanbul', 'İst', 3],
    ['İstanbul', 'ist', 3],
    ['İstanbul', 'Ist', undefined], // another letter
    ['οδοστρωμα', 'ΟΔΟΣ', 4],
    ['οδοστρωμα', 'οδος', undefined], // a sigma that ends a word
    ['don’t', "don'", 4],
    ['محمد', 'مـــح', 2],
  ];
  for (const [form, typed, length] of rows) {
    it(`${form} behind ${JSON.stringify(typed)}`, () => assert.equal(writtenLength(form, typed), length));
  }

  it('are the words that the document writes, whatever the prefix and its normal form', () => {
    const models = new Map(
      (['NFC', 'NFD'] as const).map((form) => [
        form,
        words.map((word) => phraseModel(`${`1 ${word.normalize(form)} 2, `.repeat(3)}a.\n`)),
      ]),
    );
    fc.assert(
      fc.property(
        fc.nat(words.length - 1),
        fc.constantFrom('NFC' as const, 'NFD' as const),
        fc.constantFrom(...forms),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.boolean(),
        (index, written, typing, share, hyphenated) => {
          const word = words[index]!.normalize(written);
          const whole = words[index]!.normalize(typing);
          let typed = whole.slice(0, Math.max(1, Math.round(share * whole.length)));
          if (/[\ud800-\udbff]$/.test(typed)) typed = whole.slice(0, typed.length + 1);
          if (hyphenated && /^\p{L}{4}/u.test(typed)) typed = `${typed.slice(0, 2)}\u00ad${typed.slice(2)}`;
          const before = `${word}; ${word}; `;
          const session = new DocumentSession('markdown', before + typed);
          session.setModel(models.get(written)![index]!);
          const offset = before.length + typed.length;
          const ghost = session.ghostText(offset, { automatic: false, eagerness: 'eager' });
          if (ghost) {
            const accepted = plain(typed + ghost.insertText);
            const [first = ''] = accepted.split(/[ .;]/);
            assert.ok([plain(word), plain(typed)].includes(first), `${typed} → ${accepted}`);
          }
          for (const item of session.list(offset, 5)) {
            if (plain(item.text) !== plain(word) || item.text === typed) continue; // typed whole: it stays
            assert.equal(item.insertText, word, `${typed} → list`);
            assert.ok(item.filterText.startsWith(typed));
            assert.equal(item.start, before.length);
          }
        },
      ),
      { seed: 3, numRuns: 1500 },
    );
  });

  it('are offered at every whole letter of theirs, however it was typed', () => {
    for (const word of words) {
      const model = phraseModel(`${`1 ${word} 2, `.repeat(3)}a.\n`);
      const letters = Array.from(new Intl.Segmenter().segment(word), ({ segment }) => segment);
      for (let count = 1; count < letters.length; count++) {
        for (const form of ['NFC', 'NFD'] as const) {
          const typed = letters.slice(0, count).join('').normalize(form);
          const session = new DocumentSession('markdown', `${word} ${typed}`);
          session.setModel(model);
          const items = session.list(word.length + 1 + typed.length, 5).map(({ text }) => text);
          assert.ok(items.includes(word), `${word} behind ${typed} (${form}): ${items}`);
        }
      }
    }
  });

  it('are not put into the middle of a letter', () => {
    const session = new DocumentSession('markdown', 'hôtelier; ho\u0302tel');
    session.setModel(phraseModel('hôtelier hotel hotel\n'));
    assert.deepEqual(session.list(12, 5), []);
  });
});

describe('words as the source spells them', () => {
  const model = phraseModel(
    'Schönheit Fréchet café naïve Straße unfortunate Structured können Smith\n'.repeat(3),
  );
  const rows: readonly (readonly [languageId: string, text: string, item: string, start: number])[] = [
    ['latex', "\\'etait caf\\'e: Fr\\'ech|", "Fr\\'echet", 16],
    ['latex', "\\'{e}tait caf\\'{e}: Fr\\'{e}ch|", "Fr\\'{e}chet", 20],
    ['latex', "caf\\'e: Fr|", "Fr\\'echet", 8],
    ['latex', 'Gr"u"se k"onnen: Sch|', 'Sch"onheit', 17],
    ['latex', 'café: Fr|', 'Fréchet', 6],
    ['markdown', 'Fr&eacute;ch|', 'et', 12],
    ['markdown', 'un**fort|**', 'unate', 8],
    ['markdown', 'most unfortu-\nna|', 'te', 16],
    ['markdown', '**S**truct|', 'ured', 10],
  ];
  for (const [languageId, marked, inserted, start] of rows) {
    it(`${JSON.stringify(marked)} → ${inserted}`, () => {
      const offset = marked.indexOf('|');
      const session = new DocumentSession(languageId, marked.replace('|', ''));
      session.setModel(model);
      const item = session.list(offset, 9).find(({ insertText }) => insertText === inserted);
      assert.deepEqual([item?.insertText, item?.start], [inserted, start]);
    });
  }

  const ghosts: readonly (readonly [languageId: string, text: string, rest: string])[] = [
    ['latex', "\\'etait Fr\\'ech|", 'et'],
    ['latex', "\\'etait Fr|", "\\'echet"],
    ['latex', 'Gr"u"se Sch|', '"onheit'],
    ['latex', 'Prof.~|', ''],
    ['markdown', 'un**fort|**', 'unate'],
    ['markdown', 'most unfortu-\nna|', 'te'],
  ];
  for (const [languageId, marked, rest] of ghosts) {
    it(`${JSON.stringify(marked)} goes on with ${JSON.stringify(rest)}`, () => {
      const offset = marked.indexOf('|');
      const session = new DocumentSession(languageId, marked.replace('|', ''));
      session.setModel(model);
      const ghost = session.ghostText(offset, { automatic: false, eagerness: 'quiet' })?.insertText ?? '';
      if (rest === '') assert.doesNotMatch(ghost, /^\s/);
      else assert.equal(ghost.slice(0, rest.length), rest);
    });
  }
});
