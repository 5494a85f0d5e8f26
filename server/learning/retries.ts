import { sentence } from '../sentences';

export interface RetriesHost {
  log(message: string): void;
  /** One message that the writer sees. */
  warn(message: string): void;
}

/** Failures in a row after which no further attempt is made. */
const MOST = 2;

/** Whether a training that failed is begun again, and what the writer is told of it: once. */
export class Retries {
  private failures = 0;
  private hasTold = false;

  constructor(private readonly host: RetriesHost) {}

  isWorthIt(error: unknown): boolean {
    if (this.failures >= MOST) {
      this.failures = 0; // counting begins again at the writer's next attempt
      return false;
    }
    this.failures++;
    const reason = error instanceof Error ? error.message : String(error);
    this.host.log(`Training stopped and begins again: ${error instanceof Error ? error.stack : reason}`);
    if (this.failures === 1 && !this.hasTold) {
      this.hasTold = true;
      this.host.warn(
        sentence('Training stopped unexpectedly ({0}) and goes on from where it was last kept.', reason),
      );
    }
    return true;
  }

  /** A training has ended as it should. */
  reset(): void {
    this.failures = 0;
  }
}
