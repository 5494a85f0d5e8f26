/**
 * Where the storage folder can't be written, every save fails: the writer is shown the first failure, the others go to the log, until
 * a save succeeds.
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
