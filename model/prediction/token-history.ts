/** The tokens a component has read: a growing array with a length that can be taken back. */
export class TokenHistory {
  /** (capacity) valid below `length`. */
  ids = new Int32Array(1024);
  length = 0;

  push(id: number): void {
    if (this.length === this.ids.length) {
      const grown = new Int32Array(this.ids.length * 2); // (capacity)
      grown.set(this.ids);
      this.ids = grown;
    }
    this.ids[this.length++] = id;
  }

  truncate(length: number): void {
    if (length < 0 || length > this.length) {
      throw new RangeError(`truncate(${length}), expected 0 to ${this.length}`);
    }
    this.length = length;
  }
}
