/**
 * Whether somebody writes in this window: until a document of a language that is on is opened or edited, a folder is read, and
 * training waits. So a folder of code with a README costs no training.
 */
export class Writing {
  private has = false;

  /** @param onBegin is called once. */
  constructor(private readonly onBegin: () => void) {}

  get begun(): boolean {
    return this.has;
  }

  /** A document was opened or has changed, or a language was turned on in which one is open. */
  note(): void {
    if (this.has) return;
    this.has = true;
    this.onBegin();
  }
}
