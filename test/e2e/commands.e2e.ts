import assert from 'node:assert/strict';
import { sampleFiles } from './prose';
import { eventually } from './workbench/eventually';
import { assertNothingLeft, type Opened, openFolder } from './workbench/hooks';

/** Every command answers in words, in whatever state Inkling is. */
describe('what commands answer', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFolder({
      ...sampleFiles(),
      'draft.md': '# Draft\n\nA line.\n',
      'script.py': 'x = 1\n',
    });
    await opened.workbench.openFile('draft.md');
    await opened.workbench.waitForStatus(/^Inkling: ready/);
  });
  after(async () => opened?.workbench.close());

  /** Runs a command, waits for the sentence that it is answered with, and clears it away. */
  async function answers(command: string, sentence: RegExp): Promise<void> {
    await opened.workbench.command(command);
    await eventually(
      `a notification that matches ${sentence}`,
      async () => (await opened.workbench.notifications()).some((text) => sentence.test(text)),
      { found: () => opened.workbench.notifications() },
    );
    await opened.workbench.command('Notifications: Clear All Notifications');
  }

  for (const [command, sentence] of [
    ['Inkling: Cancel Training', /Nothing to cancel/],
    ['Inkling: Pause/Resume Training', /Nothing to pause/],
    ['Inkling: Measure on This Document', /has \d+ words of prose/],
    ['Inkling: Retrain', /learns it\. What it knows now goes on/],
  ] as const) {
    it(`${command}, at rest`, () => answers(command, sentence));
  }

  it('Inkling: Retrain, while it learns, asks first', async () => {
    await opened.workbench.waitForStatus(/^Inkling: learning/);
    await opened.workbench.command('Inkling: Retrain');
    const dialog = opened.workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /would be lost/);
    await opened.workbench.screenshot('retrain-asks');
    await opened.workbench.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await opened.workbench.waitForStatus(/^Inkling: ready/);
  });

  it('turning a language off says so, there and in the status', async () => {
    await answers('Inkling: Turn On/Off for This Language', /Inkling is off for markdown/);
    await opened.workbench.waitForStatus(/^Inkling: off for markdown/);
    await answers('Inkling: Measure on This Document', /off for markdown, so it does not read/);
    await answers('Inkling: Turn On/Off for This Language', /Inkling is on for markdown/);
    await opened.workbench.waitForStatus(/^Inkling: ready/);
  });

  it('the menu offers what fits', async () => {
    await opened.workbench.choose('Inkling: Show Menu');
    const labels = opened.workbench.page.locator('.quick-input-list .monaco-list-row .label-name');
    await labels.filter({ hasText: 'Show Loss' }).waitFor();
    assert.equal(await labels.filter({ hasText: 'Cancel Training' }).count(), 0);
    await opened.workbench.screenshot('menu');
    await opened.workbench.press('Escape');
  });

  for (const [command, sentence] of [
    ['Inkling: Turn On/Off', /Inkling is off: it neither learns nor suggests/],
    ['Inkling: Retrain', /Inkling is off/],
    ['Inkling: Cancel Training', /Inkling is off/],
    ['Inkling: Pause/Resume Training', /Inkling is off/],
    ['Inkling: Measure on This Document', /Inkling is off/],
    ['Inkling: Turn On/Off', /Inkling is on/],
  ] as const) {
    it(`${command}, while it is off`, () => answers(command, sentence));
  }

  it('asked nothing of any other machine', () => assertNothingLeft(opened));
});
