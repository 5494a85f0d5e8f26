/** Long enough for a machine that has other things to do as well; a condition that holds is seen at once. */
const patience = 60;
/** How often a condition is looked at, in milliseconds. */
const interval = 50;

/**
 * Waits until `look` gives something other than `undefined` and `false`, and returns that. It fails after `seconds` with
 * `what` was expected and, where `found` is given, what there was instead.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  { seconds = patience, found }: { seconds?: number; found?: () => Promise<unknown> | unknown } = {},
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const result = await look();
    if (result !== undefined && result !== false) return result;
    if (Date.now() > deadline) {
      const instead = found ? `; found ${JSON.stringify(await found())}` : '';
      throw new Error(`expected ${what} within ${seconds} s${instead}`);
    }
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}
