// TensorFlow.js, WebAssembly backend: embedding, LSTM-200, full softmax, Adam, 20 streams x 35 steps.
// usage: node tfjs.cjs TRAIN TEST SECONDS THREADS [RATE]; prints one JSON line.
const { readFileSync } = require('node:fs');
const { dirname } = require('node:path');
const tf = require('@tensorflow/tfjs');
const wasm = require('@tensorflow/tfjs-backend-wasm');

const HIDDEN = 200;
const STREAMS = 20;
const STEPS = 35;
/** Held-out tokens measured: the whole test text would take longer than the training. */
const TEST_TOKENS = 5000;

/** The backend has no gradient of an embedding lookup; the sum over repeated rows, as a plain loop, supplies it. */
function unsortedSegmentSum({ inputs: { x, segmentIds }, backend, attrs: { numSegments } }) {
  const width = x.shape.slice(1).reduce((a, b) => a * b, 1);
  const values = backend.readSync(x.dataId);
  const ids = backend.readSync(segmentIds.dataId);
  const output = backend.makeOutput([numSegments, ...x.shape.slice(1)], 'float32');
  const sums = backend.typedArrayFromHeap(output);
  sums.fill(0);
  for (let i = 0; i < ids.length; i++) {
    for (let j = 0; j < width; j++) sums[ids[i] * width + j] += values[i * width + j];
  }
  return output;
}

function read(path, ids) {
  const known = ids ?? new Map();
  const out = [];
  for (const line of readFileSync(path, 'utf8').trimEnd().split('\n')) {
    for (const word of [...line.split(' ').filter(Boolean), '</s>']) {
      if (!ids && !known.has(word)) known.set(word, known.size);
      out.push(known.get(word) ?? known.get('<unk>') ?? 0);
    }
  }
  return { out, known };
}

function network(size, streams, steps, rate) {
  const model = tf.sequential();
  model.add(tf.layers.embedding({ inputDim: size, outputDim: HIDDEN, batchInputShape: [streams, steps] }));
  model.add(
    tf.layers.lstm({
      units: HIDDEN,
      returnSequences: true,
      stateful: true,
      recurrentInitializer: 'glorotUniform',
    }),
  );
  model.add(tf.layers.dense({ units: size, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(rate), loss: 'sparseCategoricalCrossentropy' });
  return model;
}

async function main(trainPath, testPath, seconds, rate) {
  wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  wasm.setThreadsCount(1);
  await tf.setBackend('wasm');
  tf.registerKernel({
    kernelName: 'UnsortedSegmentSum',
    backendName: 'wasm',
    kernelFunc: unsortedSegmentSum,
  });
  const { out: train, known } = read(trainPath);
  const { out: test } = read(testPath, known);
  const model = network(known.size, STREAMS, STEPS, rate);
  const length = Math.floor(train.length / STREAMS);
  const block = (at) => {
    const rows = [];
    for (let s = 0; s < STREAMS; s++) rows.push(train.slice(s * length + at, s * length + at + STEPS));
    return rows;
  };
  let position = 0;
  let tokens = 0;
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) {
    if (position + STEPS + 1 > length) position = 0;
    const x = tf.tensor2d(block(position), [STREAMS, STEPS], 'int32');
    const y = tf.tensor2d(block(position + 1), [STREAMS, STEPS], 'float32').expandDims(2);
    await model.trainOnBatch(x, y);
    tf.dispose([x, y]);
    position += STEPS;
    tokens += STREAMS * STEPS;
  }
  const elapsed = (performance.now() - start) / 1000;

  const reader = network(known.size, 1, 50, rate);
  reader.setWeights(model.getWeights());
  let loss = 0;
  let count = 0;
  for (let at = 0; at + 51 < Math.min(test.length, TEST_TOKENS); at += 50) {
    tf.tidy(() => {
      const probabilities = reader
        .predict(tf.tensor2d([test.slice(at, at + 50)], [1, 50], 'int32'))
        .dataSync();
      for (let t = 0; t < 50; t++) loss -= Math.log(probabilities[t * known.size + test[at + t + 1]] + 1e-30);
    });
    count += 50;
  }
  console.log(
    JSON.stringify({
      version: tf.version.tfjs,
      tokensPerSecond: tokens / elapsed,
      seconds: elapsed,
      perplexity: Math.exp(loss / count),
      note: `test perplexity on the first ${count} tokens`,
    }),
  );
}

main(process.argv[2], process.argv[3], Number(process.argv[4]), Number(process.argv[6] ?? 0.002));
