import assert from 'node:assert/strict';
import { eventually } from './workbench/eventually';
import { openWindow } from './workbench/hooks';
import type { Workbench } from './workbench/workbench';

describe('the first minutes, without a folder', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWindow();
  });
  after(async () => workbench?.close());

  const walkthrough = () => workbench.page.locator('.gettingStartedContainer .gettingStartedSlideDetails');
  const step = (title: string) => walkthrough().locator('.getting-started-step', { hasText: title });

  /** Opens the walkthrough, and in it the step of this title; a picture of it in both themes. */
  async function openStep(title: string, picture: string): Promise<void> {
    await workbench.choose('Welcome: Open Walkthrough...');
    await workbench.page.locator('.quick-input-list').getByText('Get Started with Inkling').first().click();
    await step(title).first().click();
    await step(title).locator('.step-description-container').first().waitFor();
    await eventually('the picture of the step', async () => {
      const media = walkthrough().locator('.getting-started-media');
      return (await media.locator('iframe, img').count()) > 0;
    });
    await workbench.screenshot(`walkthrough-${picture}`);
  }

  /** Waits for an element in any of the webviews on show; the walkthrough's picture is one of them. */
  const inSomeView = (selector: string) =>
    eventually(`${selector} in a view`, async () => {
      const counts = workbench.page.frames().map((frame) => frame.locator(selector).count());
      return (await Promise.allSettled(counts)).some(
        (count) => count.status === 'fulfilled' && count.value > 0,
      );
    });

  const press = (button: string) => walkthrough().getByRole('button', { name: button }).first().click();

  /** Whether the note stands in the editor: a decoration, which the page draws behind its element. */
  const isTold = () =>
    workbench.page.locator('.view-lines span').evaluateAll((spans, note) => {
      const page = globalThis as unknown as {
        getComputedStyle(of: unknown, part: string): { content: string };
      };
      const drawn = spans.map((span) => page.getComputedStyle(span, '::after').content);
      return drawn.some((text) => text.replaceAll('\u00a0', ' ').includes(note));
    }, 'Tab accepts the grey word');

  it('show a suggestion in the sample document, and how it is accepted', async () => {
    await openStep('See a suggestion', 'see');
    const asked = Date.now();
    await press('Open a Sample Document');
    assert.match(await workbench.waitForGhostText(/^(time|while)\b/), /^\w/);
    console.log(`      ghost text ${Date.now() - asked} ms after the click`);
    await eventually('the note beside it', isTold);
    await workbench.screenshot('sample-document');
    await workbench.press('Tab');
    await eventually('no note any more', async () => !(await isTold()));
  });

  it('tell how it is accepted once, and never again', async () => {
    await workbench.newTextFile();
    await workbench.type('It was the first time in my ');
    await workbench.requestGhostText();
    assert.equal(await isTold(), false);
  });

  it('lead to a folder of texts', async () => {
    await openStep('Open your texts', 'open');
    await press('Open Folder');
    await workbench.page.locator('.quick-input-widget').waitFor();
    await workbench.press('Escape');
  });

  it('lead to what was learned', async () => {
    await openStep('See what it has learned', 'learned');
    await press('Show Loss');
    await inSomeView('.state');
  });

  it('lead to the menu and the settings', async () => {
    await openStep('Tune it, or silence it', 'tune');
    await press('Show Menu');
    await workbench.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await workbench.press('Escape');
  });

  it('lead to where it all lies', async () => {
    await openStep('Know where it lies', 'where');
    await press('Show Where It Lies');
    await inSomeView('h1:has-text("Privacy")');
    await workbench.screenshot('privacy-page');
  });

  it('asked nothing of any other machine', () => assert.deepEqual(workbench.outside, []));
});
