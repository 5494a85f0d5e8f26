import assert from 'node:assert/strict';
import type { Token } from '../../../model/tokens/token';
import { markupOf } from '../../../server/prose/blocks';
import { ProseDocument } from '../../../server/prose/document';
import type { Markup } from '../../../server/prose/markup';
import { unwrappedText, wrappedText } from '../../../server/prose/plain';
import { LONGEST_SEGMENT } from '../../../server/prose/segment-builder';

/** The cost of a keystroke and the request after it, in characters and tokens that are read again: deterministic, unlike time. */
interface Cost {
  /** Characters given to the markup, to be cut or parsed. */
  characters: number;
  /** Tokens that are not those of the answer before. */
  tokens: number;
}

/** The largest cost among the keystrokes of a sentence typed at `caret`. */
function dearest(languageId: string, text: string, caret: number, markup: Markup): Cost {
  let characters = 0;
  const counting: Markup = {
    segment(part, atStart) {
      characters += part.length;
      return markup.segment(part, atStart);
    },
    parse(part) {
      characters += part.length;
      return markup.parse(part);
    },
    isOpen: (before) => markup.isOpen(before),
  };
  const document = new ProseDocument(languageId, text, counting);
  let known = new Set<Token>(document.tokensBefore(caret, 400).tokens);
  let at = caret;
  const most: Cost = { characters: 0, tokens: 0 };
  for (const letter of ' and so it went on, “quietly”. Then it') {
    characters = 0;
    document.change(at, at, letter);
    at += letter.length;
    document.isProse(at);
    const { tokens } = document.tokensBefore(at, 400);
    most.characters = Math.max(most.characters, characters);
    most.tokens = Math.max(most.tokens, tokens.filter((token) => !known.has(token)).length);
    known = new Set(tokens);
  }
  return most;
}

const sentence = 'It was a quiet morning in the harbour, and nobody spoke of *that* again. ';
const paragraphs = (length: number) =>
  `${sentence.repeat(6).trim()}\n\n`.repeat(Math.ceil(length / (6 * sentence.length)));
const lines = (length: number) =>
  `${sentence.repeat(6).trim()}\n`.repeat(Math.ceil(length / (6 * sentence.length)));

describe('what a keystroke costs', () => {
  const markups: readonly (readonly [
    languageId: string,
    markup: Markup,
    text: (length: number) => string,
  ])[] = [
    ['plaintext', wrappedText, paragraphs],
    ['plaintext', unwrappedText, lines],
    ['markdown', markupOf('markdown')!, paragraphs],
    ['latex', markupOf('latex')!, paragraphs],
  ];
  for (const [languageId, markup, make] of markups) {
    for (const place of ['end', 'middle'] as const) {
      it(`is the same in a document of 2 MB as in one of 20 kB (${languageId}, ${make.name}, ${place})`, () => {
        const costs = [20_000, 2_000_000].map((length) => {
          const text = make(length).trimEnd();
          const paragraph = text.indexOf('.\n', text.length >> 1) + 1;
          return dearest(languageId, text, place === 'end' ? text.length : paragraph, markup);
        });
        assert.deepEqual(costs[1], costs[0]);
        assert.ok(costs[0]!.tokens <= 8, `${costs[0]!.tokens} tokens`);
        assert.ok(costs[0]!.characters <= 2_000, `${costs[0]!.characters} characters`);
      });
    }
  }

  const endless = ['a', 'a ', '\n', 'a\n', '> ', '- a\n', '|a', '[^a]: b\n', '\\a{', '中文。'];
  for (const languageId of ['plaintext', 'markdown', 'latex']) {
    for (const construct of endless) {
      it(`is two segments or three in a megabyte of ${JSON.stringify(construct)}, where lengths alone cut (${languageId})`, () => {
        const text = construct.repeat(1_000_000 / construct.length);
        const markup = markupOf(languageId) ?? (construct.includes('\n') ? wrappedText : unwrappedText);
        for (const caret of [LONGEST_SEGMENT / 2, text.length >> 1]) {
          const { characters } = dearest(languageId, text, caret, markup);
          assert.ok(characters <= 4 * LONGEST_SEGMENT, `${characters} characters at ${caret}`);
        }
      });
    }
  }

  it('is a few tokens at the end of a line of 50 kB', () => {
    const text = sentence.repeat(700).trimEnd();
    assert.ok(dearest('plaintext', text, text.length, unwrappedText).tokens <= 8);
  });
});
