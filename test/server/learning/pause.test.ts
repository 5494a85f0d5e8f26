import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrainingPause } from '../../../server/learning/pause';
import { linuxRunsOnBattery } from '../../../server/learning/power';

describe('pausing a training', () => {
  /** What the run was told while the steps went by: each sets the power supply, or is the writer's command. */
  async function told(steps: readonly ('battery' | 'mains' | 'toggle')[]): Promise<string[]> {
    const calls: string[] = [];
    let battery = false;
    const run = { pause: () => calls.push('pause'), resume: () => calls.push('resume') };
    let looked = () => {};
    const pause = new TrainingPause(
      run,
      (reason) => calls.push(reason ?? 'on'),
      async () => {
        setImmediate(() => looked());
        return battery;
      },
      1,
    );
    for (const step of steps) {
      if (step === 'toggle') pause.toggle();
      else battery = step === 'battery';
      for (let looks = 0; looks < 2; looks++) await new Promise<void>((resolve) => (looked = resolve));
    }
    pause.dispose();
    return calls;
  }

  const cases = [
    { name: 'mains: nothing to do', steps: ['mains'], expected: [] },
    {
      name: 'battery, then mains',
      steps: ['battery', 'mains'],
      expected: ['pause', 'battery', 'resume', 'on'],
    },
    {
      name: 'asked, and asked again',
      steps: ['toggle', 'toggle'],
      expected: ['pause', 'asked', 'resume', 'on'],
    },
    {
      name: 'asked: mains change nothing',
      steps: ['toggle', 'battery', 'mains'],
      expected: ['pause', 'asked'],
    },
    {
      name: 'resumed on battery: goes on',
      steps: ['battery', 'toggle', 'battery'],
      expected: ['pause', 'battery', 'resume', 'on'],
    },
  ] as const;
  for (const { name, steps, expected } of cases) {
    it(name, async () => assert.deepEqual(await told(steps), expected));
  }
});

describe('the power supply, as Linux tells it', () => {
  const ac = (online: string) => ({ type: 'Mains', online });
  const battery = { type: 'Battery' };
  const cases = [
    { name: 'nothing', supplies: [], expected: false },
    { name: 'mains only', supplies: [ac('1')], expected: false },
    { name: 'battery beside mains', supplies: [ac('1'), battery], expected: false },
    { name: 'battery, mains unplugged', supplies: [ac('0'), battery], expected: true },
    { name: 'the battery of a mouse', supplies: [{ ...battery, scope: 'Device' }], expected: false },
    { name: 'charged over USB', supplies: [battery, { type: 'USB', online: '1' }], expected: false },
  ];
  for (const { name, supplies, expected } of cases) {
    it(name, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'inkling-power-'));
      try {
        supplies.forEach((supply, index) => {
          mkdirSync(join(folder, `${index}`));
          for (const [file, text] of Object.entries(supply))
            writeFileSync(join(folder, `${index}`, file), `${text}\n`);
        });
        assert.equal(await linuxRunsOnBattery(folder), expected);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
