// brain.js, recurrent.LSTM with 200 hidden units, one sentence at a time, as the library trains.
// usage: node brain.cjs TRAIN TEST SECONDS THREADS; prints one JSON line.
const { readFileSync } = require('node:fs');
const brain = require('brain.js');
const { version } = require('brain.js/package.json');

function read(path) {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => [...line.split(' ').filter(Boolean), '</s>']);
}

function main(trainPath, seconds) {
  const sentences = read(trainPath);
  const words = [...new Set(sentences.flat())];
  const dataFormatter = new brain.utilities.DataFormatter([words]);
  const network = new brain.recurrent.LSTM({ hiddenLayers: [200], dataFormatter });
  network.initialize();
  let tokens = 0;
  const start = performance.now();
  for (let i = 0; performance.now() - start < seconds * 1000; i++) {
    const sentence = sentences[i % sentences.length];
    network.trainPattern(dataFormatter.formatDataIn(sentence), 0.01);
    tokens += sentence.length;
  }
  const elapsed = (performance.now() - start) / 1000;
  console.log(
    JSON.stringify({
      version,
      tokensPerSecond: tokens / elapsed,
      seconds: elapsed,
      note: 'no test perplexity: it has read too few sentences to be measured',
    }),
  );
}

main(process.argv[2], Number(process.argv[4]));
