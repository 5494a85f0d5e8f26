import assert from 'node:assert/strict';
import { seededRandom } from '../../../model/training/random';
import { Calibration, calibrationError } from '../../../server/evaluation/calibration';
import { calibrationChart, describe as describeChart } from '../../../server/evaluation/calibration-chart';
import { reportEvaluation } from '../../../server/evaluation/report';
import { fitThresholds } from '../../../server/evaluation/thresholds';
import { DEFAULT_THRESHOLDS } from '../../../server/prediction/suggestion-model';

describe('calibration', () => {
  const cases: readonly (readonly [
    name: string,
    rightWhen: (predicted: number, random: number) => boolean,
    error: number,
  ])[] = [
    ['said what came', (predicted, random) => random < predicted, 0],
    ['always right', () => true, 0.5],
    ['never right', () => false, 0.5],
    ['right half as often as said', (predicted, random) => random < predicted / 2, 0.25],
  ];
  for (const [name, rightWhen, error] of cases) {
    it(`${name}: ${error}`, () => {
      const random = seededRandom(5);
      const calibration = new Calibration();
      for (let index = 0; index < 30_000; index++) {
        const predicted = random();
        calibration.add(predicted, rightWhen(predicted, random()));
      }
      assert.ok(Math.abs(calibrationError(calibration.points()) - error) < 0.015);
    });
  }

  it('is nothing to speak of without predictions', () => {
    assert.equal(calibrationError(new Calibration().points()), 0);
    assert.match(calibrationChart([]), /Nothing was predicted/);
  });

  it('is drawn with a text alternative', () => {
    const points = [
      { predicted: 0.2, observed: 0.1, count: 10 },
      { predicted: 0.8, observed: 0.7, count: 10 },
    ];
    const chart = calibrationChart(points);
    assert.match(chart, /role="img" aria-labelledby/);
    assert.equal(chart.match(/<circle/g)?.length, 2);
    assert.match(describeChart(points), /10\.0 percentage points.*surer than right/);
  });
});

describe('fitThresholds', () => {
  const rising = Array.from({ length: 49 }, (_, step) => {
    const threshold = (step + 1) / 50;
    return { threshold, precision: threshold, coverage: 1 - threshold };
  });
  it('takes the lowest threshold from which on the precision holds', () => {
    assert.deepEqual(fitThresholds(rising, 5000), { quiet: 0.76, balanced: 0.64, eager: 0.46 });
  });
  it('looks past thresholds that nothing reaches', () => {
    const sparse = rising.map((point) =>
      point.threshold > 0.8 ? { ...point, precision: 0, coverage: 0 } : point,
    );
    assert.equal(fitThresholds(sparse, 5000).balanced, 0.64);
  });
  it('keeps the defaults on a handful of words, and where no threshold does', () => {
    assert.deepEqual(fitThresholds(rising, 100), DEFAULT_THRESHOLDS);
    const hopeless = rising.map((point) => ({ ...point, precision: 0.1 }));
    assert.deepEqual(fitThresholds(hopeless, 5000), DEFAULT_THRESHOLDS);
  });
});

describe('the report', () => {
  it('is a table of the parts, then ghost text and calibration', () => {
    const figures = {
      perplexity: 100,
      top1: 0.15,
      top3: 0.25,
      keystrokeSavings1: 0.375,
      keystrokeSavings3: 0.5,
      calibrationError: 0.02,
    };
    const lines = reportEvaluation({
      tokens: 20_000,
      words: 15_000,
      oovRate: 0.03,
      latencyMs: { p50: 1, p99: 2 },
      ...figures,
      components: { mixture: figures, network: { ...figures, perplexity: 120 } },
      intervals: { perplexity: [95, 105], top1: [0.14, 0.16] },
      ghostText: [{ threshold: 0.5, precision: 0.6, coverage: 0.4 }],
      calibration: [{ predicted: 0.2, observed: 0.21, count: 1000 }],
    });
    assert.equal(lines[0], '20,000 tokens, 15,000 words, 3.0 % of them unknown to the model');
    assert.ok(
      lines.includes('mixture       100.0  15.0 %  25.0 %    37.5 %    50.0 %        2.0 %'),
      lines.join('\n'),
    );
    assert.ok(lines.includes('0.50      60.0 %               40.0 %'), lines.join('\n'));
  });
});
