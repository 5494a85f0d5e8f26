import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import fc from 'fast-check';
import { checksumOf } from '../../../model/format/checksum';
import { decodeModel, encodeModel } from '../../../model/format/model-file';
import { ModelFileError } from '../../../model/format/model-file-error';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../../../model/format/safetensors';
import type { TrainedModel } from '../../../model/format/trained-model';
import { exampleModel } from './example-model';

/** CRC-32 bit by bit, as its definition has it: the twin of the table's. */
function crc32(bytes: Uint8Array): number {
  let state = -1;
  for (const byte of bytes) {
    state ^= byte;
    for (let bit = 0; bit < 8; bit++) state = state & 1 ? (state >>> 1) ^ 0xedb88320 : state >>> 1;
  }
  return ~state >>> 0;
}

/** A model without its function, to compare by value. */
function comparable({ vocabulary: { idOf: _, ...vocabulary }, ...model }: TrainedModel) {
  return { ...model, vocabulary };
}

/**
 * The example's file with some metadata and tensors replaced; undefined takes one away. Without its checksum, as older
 * programs wrote files, so that each fault is found by itself.
 */
function changed(
  metadata: Record<string, string | undefined>,
  tensors: Record<string, Tensor | undefined> = {},
): Uint8Array {
  const file = decodeSafetensors(encodeModel(exampleModel()));
  const kept = (entry: [string, unknown]) => entry[1] !== undefined;
  return encodeSafetensors({
    metadata: Object.fromEntries<string | undefined>(
      Object.entries({ ...file.metadata, checksum: undefined, ...metadata }).filter(kept),
    ) as Record<string, string>,
    tensors: new Map(Object.entries({ ...Object.fromEntries(file.tensors), ...tensors }).filter(kept)) as Map<
      string,
      Tensor
    >,
  });
}

describe('model file', () => {
  const models: [what: string, model: TrainedModel][] = [
    ['a whole model', exampleModel()],
    ['no training text and no mixture', exampleModel({ corpus: undefined, mixture: undefined })],
    [
      'whitespace tokens, no history',
      exampleModel({ mode: 'whitespace', history: [], extraWords: [], corpus: Int32Array.of(1) }),
    ],
  ];
  for (const [what, model] of models) {
    it(`keeps ${what}`, () => {
      const read = decodeModel(encodeModel(model));
      deepEqual(comparable(read), comparable(model));
      equal(read.vocabulary.idOf('me'), 4);
      equal(read.vocabulary.idOf('unheard-of'), 0);
    });
  }

  it('rounds float64 weights to float32 and leaves out figures that are no numbers', () => {
    const model = exampleModel();
    const point = { seconds: 0, tokens: 0, trainingLoss: Number.NaN };
    const read = decodeModel(
      encodeModel({
        ...model,
        parameters: model.parameters.map((parameter) => ({
          ...parameter,
          data: Float64Array.from(parameter.data),
        })),
        history: [point, ...model.history],
        provenance: { ...model.provenance, heldOutLoss: Number.POSITIVE_INFINITY },
      }),
    );
    deepEqual(comparable(read), comparable(model));
  });

  it('keeps matrices in eight bits within half a step of each row, biases as they are', () => {
    const model = exampleModel();
    const read = decodeModel(encodeModel(model, 'int8'));
    for (const [index, { name, shape, data }] of model.parameters.entries()) {
      const columns = shape[1] ?? 1;
      const restored = read.parameters[index]!.data;
      deepEqual(read.parameters[index]!.shape, shape);
      for (let i = 0; i < data.length; i++) {
        const row = data.subarray(i - (i % columns), i - (i % columns) + columns);
        const half = shape.length === 1 ? 0 : Math.max(...row.map(Math.abs)) / 254;
        ok(Math.abs(restored[i]! - data[i]!) <= half * 1.0001, `${name}[${i}]`);
      }
    }
  });

  const eightBits = (change: (tensors: Map<string, Tensor>) => void): Uint8Array => {
    const { metadata: written, tensors } = decodeSafetensors(encodeModel(exampleModel(), 'int8'));
    const { checksum: _, ...metadata } = written;
    const changed = new Map(tensors);
    change(changed);
    return encodeSafetensors({ metadata, tensors: changed });
  };
  const scaled = 'embedding.weight.scale';

  const config = (change: object) => ({ config: JSON.stringify({ ...exampleModel().config, ...change }) });
  const weights = (data: Float32Array | Int32Array) => ({ 'decoder.bias': { shape: [data.length], data } });
  const damaged: [what: string, bytes: Uint8Array, message: RegExp][] = [
    [
      'eight bits without their scales',
      eightBits((tensors) => tensors.delete(scaled)),
      /tensor embedding\.weight\.scale: expected \[6\], got nothing/,
    ],
    [
      'scales that are too few',
      eightBits((tensors) => tensors.set(scaled, { shape: [2], data: Float32Array.of(1, 1) })),
      /tensor embedding\.weight\.scale: expected F32 \[6\], got F32 \[2\]/,
    ],
    [
      'a scale that is no number',
      eightBits((tensors) => tensors.set(scaled, { shape: [6], data: new Float32Array(6).fill(Number.NaN) })),
      /tensor embedding\.weight\.scale: expected numbers from -1000000 to 1000000, got NaN at 0/,
    ],
    [
      'eight bits of another shape',
      eightBits((tensors) => tensors.set('embedding.weight', { shape: [3, 2], data: new Int8Array(6) })),
      /tensor embedding\.weight: expected F32 \[6,2\], got I8 \[3,2\]/,
    ],
    [
      'a bias in eight bits',
      eightBits((tensors) => tensors.set('decoder.bias', { shape: [6], data: new Int8Array(6) })),
      /tensor decoder\.bias: expected F32 \[6\], got I8 \[6\]/,
    ],
    ["another tool's file", changed({ format: 'pt' }), /format: expected "inkling", got "pt"/],
    ['a later version', changed({ formatVersion: '2' }), /format version: expected 1, got "2"/],
    ['no version', changed({ formatVersion: undefined }), /format version: expected 1, got nothing/],
    ['no configuration', changed({ config: undefined }), /config: expected an entry in the metadata/],
    ['a configuration that is no JSON', changed({ config: '{' }), /config: expected JSON, got "\{"/],
    [
      'an unknown cell',
      changed(config({ cell: 'qrnn' })),
      /config\.cell: expected one of elman, gru, lstm, got "qrnn"/,
    ],
    [
      'a hidden size of zero',
      changed(config({ hiddenSize: 0 })),
      /hiddenSize: expected a whole number from 1, got 0/,
    ],
    [
      'a billion layers',
      changed(config({ layers: 1e9 })),
      /tensor rnn\.weight_ih_l1: expected \[6,2\], got nothing/,
    ],
    ['tied and of two sizes', changed(config({ embeddingSize: 3 })), /expected hiddenSize \(2\)/],
    [
      'another vocabulary',
      changed(config({ vocabularySize: 7 })),
      /vocabulary: expected 7 words \(config\), got 6/,
    ],
    [
      'no vocabulary',
      changed({ vocabulary: '[]' }),
      /vocabulary: expected a sound one, got vocabulary: expected an object/,
    ],
    [
      'an unknown mode',
      changed({ mode: 'letters' }),
      /mode: expected one of prose, whitespace, got "letters"/,
    ],
    [
      'a preset of another cell',
      changed({ preset: 'lstm' }),
      /preset: expected one of the cell gru \(config\), got "lstm"/,
    ],
    [
      'a finite weight that no training reaches',
      changed({}, weights(Float32Array.of(0, 0, 0, -3e38, 0, 0))),
      /decoder\.bias: expected numbers from -1000000 to 1000000, got -3\.\d+e\+38 at 3/,
    ],
    [
      'eight bits with a scale that makes such weights',
      eightBits((tensors) => tensors.set(scaled, { shape: [6], data: new Float32Array(6).fill(3e38) })),
      /tensor embedding\.weight\.scale: expected numbers from/,
    ],
    [
      'eight bits whose products are such weights',
      eightBits((tensors) => tensors.set(scaled, { shape: [6], data: new Float32Array(6).fill(9e5) })),
      /tensor embedding\.weight: expected numbers from/,
    ],
    [
      'a count that no text has',
      changed({ extraWords: '{"keys":["queequeg"],"forms":[""],"counts":[1e300]}' }),
      /extraWords: expected a sound one/,
    ],
    [
      'another checksum',
      changed({ checksum: 'crc32:00000000' }),
      /checksum: expected crc32:[0-9a-f]{8}, got "crc32:00000000"/,
    ],
    ['an unknown preset', changed({ preset: 'big' }), /preset: expected one of tutorial/],
    [
      'a missing tensor',
      changed({}, { 'rnn.bias_hh_l0': undefined }),
      /tensor rnn\.bias_hh_l0: expected \[6\], got nothing/,
    ],
    [
      'a tensor of another shape',
      changed({}, weights(new Float32Array(5))),
      /decoder\.bias: expected F32 \[6\], got F32 \[5\]/,
    ],
    [
      'a tensor of another type',
      changed({}, weights(new Int32Array(6))),
      /decoder\.bias: expected F32 \[6\], got I32/,
    ],
    [
      'a weight that is no number',
      changed({}, weights(Float32Array.of(0, 0, Number.NaN, 0, 0, 0))),
      /got NaN at 2/,
    ],
    [
      'an id outside the lexicon',
      changed({ extraWords: '{"keys":[],"forms":[],"counts":[]}' }),
      /corpus: expected ids from 0 to 5, got 6/,
    ],
    ['extra words that are none', changed({ extraWords: '[["a"]]' }), /extraWords: expected a sound one/],
    [
      'an extra word that the vocabulary has',
      changed({ extraWords: '{"keys":["me"],"forms":[""],"counts":[]}' }),
      /extraWords: expected words of their own, got "me"/,
    ],
    ['a history that is none', changed({ history: '[1]' }), /history: expected an object, got 1/],
    ['no provenance', changed({ provenance: '{}' }), /provenance: expected program and trainedAt/],
  ];
  for (const [what, bytes, message] of damaged) {
    it(`refuses ${what}`, () => {
      throws(
        () => decodeModel(bytes),
        (error) => error instanceof ModelFileError && message.test(error.message),
      );
    });
  }

  it('refuses a file with any bit of it flipped, unless it says the same', () => {
    for (const weights of ['float32', 'int8'] as const) {
      const sound = encodeModel(exampleModel(), weights);
      const said = checksumOf(decodeSafetensors(sound));
      let refused = 0;
      for (let bit = 0; bit < 8 * sound.length; bit++) {
        const bytes = sound.slice();
        bytes[bit >> 3]! ^= 1 << (bit & 7); // within the file
        try {
          decodeModel(bytes);
        } catch (error) {
          ok(error instanceof ModelFileError);
          refused++;
          continue;
        }
        const { metadata, tensors } = decodeSafetensors(bytes);
        // What passes is the same content, or the entry of the checksum itself has another name.
        const { checksum, ...rest } = metadata;
        const isSame = checksumOf({ metadata, tensors }) === said;
        const isRenamed = checksum === undefined && Object.keys(rest).some((name) => rest[name] === said);
        ok(isSame || isRenamed, `bit ${bit}`);
      }
      ok(refused > 0.95 * 8 * sound.length, `${refused} of ${8 * sound.length}`);
    }
  });

  it('reads a file without a checksum, and one that another tool wrote in another order', () => {
    const sound = decodeSafetensors(encodeModel(exampleModel()));
    deepEqual(comparable(decodeModel(changed({}))), comparable(exampleModel()));
    const metadata = Object.fromEntries(Object.entries(sound.metadata).reverse());
    const bytes = encodeSafetensors({ metadata, tensors: new Map([...sound.tensors].reverse()) });
    deepEqual(comparable(decodeModel(bytes)), comparable(exampleModel()));
  });

  it('has a checksum that other programs can compute', () => {
    equal(crc32(Buffer.from('123456789')), 0xcbf43926); // the check value of CRC-32
    const metadata = { '1234': '56789' };
    const expected = crc32(Buffer.from('1234\x0056789\0'));
    equal(checksumOf({ metadata, tensors: new Map() }), `crc32:${expected.toString(16).padStart(8, '0')}`);
  });

  it('never throws anything but a ModelFileError, whatever the bytes', () => {
    const sound = encodeModel(exampleModel());
    const flip = fc.tuple(fc.nat(sound.length - 1), fc.nat(255));
    const damage = fc.record({ flips: fc.array(flip, { maxLength: 8 }), length: fc.nat(sound.length) });
    const truncatedOrFlipped = damage.map(({ flips, length }) => {
      const bytes = sound.slice(0, flips.length === 0 ? length : sound.length);
      for (const [position, value] of flips) {
        bytes[position] = value;
      }
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(truncatedOrFlipped, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        try {
          decodeModel(bytes);
        } catch (error) {
          if (!(error instanceof ModelFileError)) {
            throw error;
          }
        }
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
