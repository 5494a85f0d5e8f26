/**
 * Problems with writing to the storage folder come in rows, as everything that is to be saved fails there. The writer is told of
 * the first, the log of the others, until something could be saved again.
 */
export class StorageNotice {
  private isTold = false;

  constructor(
    private readonly warn: (message: string) => void,
    private readonly log: (message: string) => void,
  ) {}

  problem(message: string): void {
    if (this.isTold) this.log(message);
    else this.warn(message);
    this.isTold = true;
  }

  solved(): void {
    if (this.isTold) this.log('The storage can be written again.');
    this.isTold = false;
  }
}
