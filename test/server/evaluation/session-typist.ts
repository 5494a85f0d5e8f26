import type { Suggester } from '../../../server/evaluation/typing';
import type { Eagerness, SuggestionModel } from '../../../server/prediction/suggestion-model';
import { DocumentSession } from '../../../server/suggestion/session';

/** A document session as something to type against, beginning with an empty document. */
export function typeInSession(model: SuggestionModel, languageId: string, eagerness: Eagerness): Suggester {
  const session = new DocumentSession(languageId, '');
  session.setModel(model);
  let length = 0;
  return {
    insert(text) {
      session.change([{ start: length, end: length, text }]);
      length += text.length;
    },
    ghostText: () => session.ghostText(length, { automatic: true, eagerness })?.insertText,
    list: (count) => session.list(length, count),
  };
}
