/** Paths that have changed and were not looked at yet. */
export class PendingChanges {
  /** Undefined: everything may have changed. */
  private paths: Set<string> | undefined = new Set();

  /** Without paths, everything may have changed. */
  add(paths?: Iterable<string>): void {
    if (!paths) this.paths = undefined;
    for (const path of paths ?? []) this.paths?.add(path);
  }

  get some(): boolean {
    return this.paths === undefined || this.paths.size > 0;
  }

  /** From now on only what comes later is pending. Undefined: everything may have changed. */
  take(): ReadonlySet<string> | undefined {
    const { paths } = this;
    this.paths = new Set();
    return paths;
  }
}
