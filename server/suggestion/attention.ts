import type { OfferUse } from '../protocol';
import type { Offer } from './offer';

/** A change of the text: `text` in place of what stood between the offsets. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What accepting an item of the list does: `insertText` in place of what stands from `start` to the caret. */
export interface Listed {
  readonly start: number;
  readonly insertText: string;
}

/**
 * Follows what the writer does, to know when to be silent, which offer is still on the screen, and which word was accepted whole.
 *
 * A deletion or an undo means that the writer reconsiders: automatic offers stop until something is typed.
 * The protocol does not say what is an undo: it looks like a deletion, or like what was just deleted coming back.
 */
export class Attention {
  quiet = false;
  private deleted: { readonly start: number; readonly text: string } | undefined;
  /** `wasAccepted`: a word of it. */
  private standing: { offer: Offer; at: number; typed: number; wasAccepted?: boolean } | undefined;
  private listed: readonly Listed[] = [];
  /** Offset of the end of a word that was just accepted: it is taken as whole, so no completion of it is offered. */
  private acceptedEnd: number | undefined;

  /** @param tell what becomes of offers. */
  constructor(private readonly tell: (use: OfferUse) => void = () => {}) {}

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
    const isAccepted = this.isAcceptance(change);
    this.acceptedEnd = isAccepted ? change.start + change.text.length : undefined;
    this.tellUse(change, isAccepted);
    this.listed = [];
    this.follow(change);
  }

  /** An offer was shown at `offset`. */
  show(offer: Offer, offset: number): void {
    const { standing } = this;
    const isSame =
      standing !== undefined &&
      standing.at + standing.typed === offset &&
      standing.offer.insertText.slice(standing.typed) === offer.insertText;
    if (!isSame) this.tell({ kind: 'shown', saved: 0, probability: offer.probability });
    this.standing = { offer, at: offset, typed: 0 };
  }

  /** A list was shown. */
  list(items: readonly Listed[]): void {
    this.listed = items;
  }

  /** Drops the offer: the model behind it was replaced, or its word was forgotten. */
  withdraw(): void {
    this.standing = undefined;
  }

  /** The offer that was on the screen, if all that happened since is that its beginning was typed. */
  stillShown(offset: number): { readonly offer: Offer; readonly typed: number } | undefined {
    return this.shownAt(offset) !== undefined && this.standing?.typed ? this.standing : undefined;
  }

  /** What is left of the offer that is on the screen at `offset`, if one is. */
  shownAt(offset: number): string | undefined {
    return this.restAt(offset) || undefined;
  }

  /** Whether the last thing that happened was that a word was accepted which ends at `offset`. */
  hasAccepted(offset: number): boolean {
    return this.acceptedEnd === offset;
  }

  /** What is left of the offer that stands, where it ends at `offset`: '' once all of it is there. */
  private restAt(offset: number): string | undefined {
    const { standing } = this;
    const isThere = standing !== undefined && offset === standing.at + standing.typed;
    return isThere ? standing.offer.insertText.slice(standing.typed) : undefined;
  }

  /** The same, where a change inserts. */
  private restBefore({ start, end }: Change): string | undefined {
    return start === end ? this.restAt(start) : undefined;
  }

  /** More than a letter at once, up to a word's end, of what was on the screen; a single letter may as well have been typed. */
  private isAcceptance(change: Change): boolean {
    const { start, text } = change;
    if (text.length < 2) return false;
    const { standing } = this;
    if (standing && this.restBefore(change)?.startsWith(text)) {
      const to = standing.typed + text.length;
      if (standing.offer.words.some((word) => word.end === to)) return true;
    }
    return this.listed.some((item) => item.start === start && item.insertText === text);
  }

  /** Reports whether the change accepts, dismisses or completes the offer. Called before `standing` is updated. */
  private tellUse(change: Change, isAccepted: boolean): void {
    const { standing } = this;
    const { start, end, text } = change;
    const rest = this.restBefore(change);
    const probability = standing?.offer.probability;
    if (isAccepted) {
      const isListed = rest === undefined;
      const saved = Math.max(0, text.length - (end - start) - 1);
      this.tell({ kind: 'accepted', saved, ...(!isListed && { probability }) });
      if (standing) standing.wasAccepted = true;
      return;
    }
    if (standing === undefined || standing.wasAccepted) return;
    if (standing.typed === standing.offer.insertText.length) return; // it was told when it ended
    if (!rest?.startsWith(text)) this.tell({ kind: 'dismissed', saved: 0, probability });
    else if (rest.length === text.length) this.tell({ kind: 'typed', saved: 0, probability });
  }

  private follow(change: Change): void {
    if (this.standing && this.restBefore(change)?.startsWith(change.text))
      this.standing.typed += change.text.length;
    else this.standing = undefined;
  }
}
