import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeModel } from '../../../model/format/model-file';
import { decodeSafetensors } from '../../../model/format/safetensors';
import { allocateWeights, loadParameters } from '../../../model/network/weights';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { createHeldOut } from '../../../model/training/held-out';
import { encodeTokens } from '../../../model/vocabulary/encode';
import { createLexicon } from '../../../model/vocabulary/lexicon';
import { UNKNOWN } from '../../../model/vocabulary/special';
import { proseBlocks } from '../../../server/prose/blocks';
import { loadKernels } from '../../../server/threads/kernels';
import { root } from '../../house/sources';

const english = readFileSync(join(root, 'samples/chapter-2-the-fog.md'), 'utf8');
/** Written for this test. */
const russian = `Смотритель маяка встал рано утром, когда над морем ещё лежал туман. Он вышел на берег, посмотрел на воду и ничего не увидел.

— Сегодня лодка не придёт, — сказал он жене. — В такую погоду никто не выйдет в море.

Она молча поставила на стол чай и хлеб. За окном было тихо, и только старые часы стучали на стене. Потом он взял книгу, в которую каждый вечер записывал всё, что случилось за день, сел у окна и долго думал, о чём писать. Ветра не было. Кораблей не было. Но он всё-таки написал, что ждёт, и что завтра, может быть, будет лучше.`;

describe('the bases that come with the extension', function () {
  this.timeout(30_000);
  const table: [name: string, text: string, language: string, words: number, terms: RegExp, loss: number][] =
    [
      ['english', english, 'markdown', 19_000_000, /public domain.*CC0/, 3.6409],
      ['russian', russian, 'plaintext', 4_000_000, /public domain/, 3.9866],
    ];
  for (const [name, text, language, words, terms, loss] of table) {
    const path = join(root, 'bases', `${name}.inkling`);

    it(`${name} is a small file of eight-bit rows`, () => {
      assert.ok(statSync(path).size <= 8_000_000);
      const { tensors } = decodeSafetensors(readFileSync(path));
      assert.ok(tensors.get('embedding.weight')?.data instanceof Int8Array);
    });

    it(`${name} says what it has read, under which terms, and how it was made`, () => {
      const { provenance, corpus, vocabulary, extraWords } = decodeModel(readFileSync(path));
      const { library } = provenance;
      const read = library?.collections.reduce((sum, collection) => sum + collection.words, 0) ?? 0;
      assert.ok(read > 0.9 * words && read < 1.2 * words, String(read));
      assert.match(library?.terms ?? '', terms);
      assert.match(
        library?.command ?? '',
        new RegExp(`^inkling base .*--out ${name}\\.inkling .*--seed \\d+`),
      );
      assert.match(library?.node ?? '', /^v\d+/);
      assert.match(provenance.program, /^inkling \d/);
      assert.ok(provenance.heldOutTokens > 30_000 && provenance.heldOutLoss! < 5, JSON.stringify(provenance));
      assert.equal(corpus, undefined, 'none of the text is in it');
      assert.ok(vocabulary.size >= 20_000 && extraWords.length >= 5_000);
    });

    it(`${name} reaches its pinned loss on a text of our own`, () => {
      const model = decodeModel(readFileSync(path));
      const kernels = loadKernels();
      const weights = allocateWeights(model.config, (length) => kernels.allocate(length));
      loadParameters(weights, model.parameters);
      const lexicon = createLexicon(model.vocabulary);
      const ids = encodeTokens(lexicon, tokenizeProse(text, proseBlocks(text, language)), { grow: false });
      const unknown = ids.filter((id) => id === UNKNOWN).length;
      const score = createHeldOut(kernels, weights, ids, { streams: 1 }).measure();
      const measured = score.loss / score.tokens;
      assert.ok(
        Math.abs(measured - loss) < 0.01,
        `${measured} nats over ${ids.length} tokens, ${unknown} unknown`,
      );
    });
  }
});
