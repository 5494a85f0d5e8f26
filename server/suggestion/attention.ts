import type { Offer } from './offer';

/** A change of the text: `text` in place of what stood between the offsets. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Follows what the writer does, to know when to be silent and which offer is still on the screen.
 *
 * A deletion means thinking again, and so does an undo; both silence automatic offers until something is typed.
 * The protocol does not say what is an undo: it looks like a deletion, or like what was just deleted coming back.
 */
export class Attention {
  quiet = false;
  private deleted: { readonly start: number; readonly text: string } | undefined;
  private standing: { offer: Offer; at: number; typed: number } | undefined;

  /** `removed` is the text that the change takes away. */
  change(change: Change, removed: string): void {
    if (change.text === '') {
      this.quiet = true;
      this.deleted = { start: change.start, text: removed };
    } else {
      const { deleted } = this;
      const undo = deleted !== undefined && deleted.start === change.start && deleted.text === change.text;
      this.quiet = undo && change.text.length > 1;
      this.deleted = undefined;
    }
    this.follow(change);
  }

  /** An offer was shown at `offset`. */
  show(offer: Offer, offset: number): void {
    this.standing = { offer, at: offset, typed: 0 };
  }

  /** The words of the offer are no longer what they were, or no longer wanted. */
  withdraw(): void {
    this.standing = undefined;
  }

  /** The offer that was on the screen, if all that happened since is that its beginning was typed. */
  stillShown(offset: number): { readonly offer: Offer; readonly typed: number } | undefined {
    const { standing } = this;
    if (standing === undefined || offset !== standing.at + standing.typed) return undefined;
    return standing.typed > 0 && standing.typed < standing.offer.insertText.length ? standing : undefined;
  }

  private follow({ start, end, text }: Change): void {
    const { standing } = this;
    if (standing === undefined) return;
    const rest = standing.offer.insertText.slice(standing.typed);
    const goesOn = start === end && start === standing.at + standing.typed && rest.startsWith(text);
    if (goesOn) standing.typed += text.length;
    else this.standing = undefined;
  }
}
