/** What a command says back: what happened, or why nothing did, and the way on. In the writer's words. */
import * as vscode from 'vscode';
import { Command, type CommandAnswer, type MeasureAnswer } from '../../server/protocol';
import type { Said } from '../connection/said';

/** Built into the editor. */
const OPEN_FOLDER = 'workbench.action.files.openFolder';

const TURN_ON = 'inkling.toggle';

/** @param percent of the training that goes on. */
export function saidOf(answer: CommandAnswer, percent = 0): Said {
  const { t } = vscode.l10n;
  const retrain = { title: t('Retrain'), command: Command.retrain };
  const showLoss = { title: t('Show Loss'), command: 'inkling.showLoss' };
  switch (answer.outcome) {
    case 'started':
      return {
        text: t(
          'Inkling reads this folder anew and learns it. What it knows now goes on suggesting meanwhile.',
        ),
        actions: [showLoss, { title: t('Cancel Training'), command: Command.cancelTraining }],
      };
    case 'asks':
      return {
        text: t(
          'Inkling is learning, and {0} % of that is done. Begin anew? What this run has learned so far would be lost.',
          percent,
        ),
        actions: [{ title: t('Begin Anew'), command: Command.retrain, argument: true }],
        isQuestion: true,
      };
    case 'tooLittle':
      return {
        text: t(
          'Inkling looks through this folder again. So far it has found {0} words in it, and the network learns from {1} on: save some Markdown, LaTeX or plain text there.',
          answer.words.toLocaleString(),
          answer.leastWords.toLocaleString(),
        ),
        actions: [
          { title: t('Learn from Other Folders…'), command: Command.learnBase },
          { title: t('Show Log'), command: 'inkling.showLog' },
        ],
      };
    case 'cancelled':
      return {
        text: t('Learning has ended. Inkling goes on suggesting with the best that it has.'),
        actions: [retrain, showLoss],
      };
    case 'paused':
      return {
        text: t('Learning is paused. Inkling goes on suggesting with what it has learned so far.'),
        actions: [{ title: t('Resume Training'), command: Command.pauseTraining }],
      };
    case 'resumed':
      return {
        text: t('Learning goes on.'),
        actions: [{ title: t('Pause Training'), command: Command.pauseTraining }, showLoss],
      };
    case 'off':
      return {
        text: t('Inkling is off: it neither learns nor suggests.'),
        actions: [{ title: t('Turn On'), command: TURN_ON }],
      };
    case 'noFolder':
      return {
        text: t('There is nothing to learn from, as no folder is open. Open the one with your texts.'),
        actions: [
          { title: t('Open Folder…'), command: OPEN_FOLDER },
          { title: t('Learn from Other Folders…'), command: Command.learnBase },
        ],
      };
    case 'follows':
      return {
        text: t(
          'Another window learns from this folder, and this one takes over what that one learns. Use the command there; if that window is closed, try again in a few seconds.',
        ),
        actions: [showLoss],
      };
    case 'nothingToCancel':
      return {
        text: t('Nothing to cancel: Inkling is not learning at the moment.'),
        actions: [retrain, showLoss],
      };
    case 'nothingToPause':
      return {
        text: t('Nothing to pause: Inkling is not learning at the moment.'),
        actions: [retrain, showLoss],
      };
    case 'stillReading':
      return {
        text: t('Inkling is still reading your texts, and pauses once it learns. Cancel ends it at once.'),
        actions: [{ title: t('Cancel Training'), command: Command.cancelTraining }],
      };
  }
}

/** Why a document was not measured. */
export function notMeasured(
  answer: Exclude<MeasureAnswer, { outcome: 'measured' }>,
  language: { readonly id: string; readonly isOn: boolean },
): Said {
  const { t } = vscode.l10n;
  switch (answer.outcome) {
    case 'off':
      return {
        text: t('Inkling is off, so it measures nothing.'),
        actions: [{ title: t('Turn On'), command: TURN_ON }],
      };
    case 'notOpen':
      return language.isOn
        ? {
            text: t('Inkling has not opened this document yet. Try again in a moment.'),
            actions: [{ title: t('Measure Again'), command: Command.measure }],
          }
        : {
            text: t('Inkling is off for {0}, so it does not read this document.', language.id),
            actions: [{ title: t('Turn On for {0}', language.id), command: 'inkling.toggleLanguage' }],
          };
    case 'nothingLearned':
      return {
        text: t(
          'Inkling has learned nothing yet that could be measured. It begins when a folder with text is open and you write in it.',
        ),
        actions: [{ title: t('Retrain'), command: Command.retrain }],
      };
    case 'tooShort':
      return {
        text: t(
          'This document has {0} words of prose, and it takes {1} for figures that mean something. Measure a longer one.',
          answer.words.toLocaleString(),
          answer.leastWords.toLocaleString(),
        ),
        actions: [{ title: t('Open…'), command: 'workbench.action.quickOpen' }],
      };
  }
}

/** After everything was turned on or off. */
export function turned(
  isOn: boolean,
  language: { readonly id: string; readonly isOn: boolean } | undefined,
): Said {
  const { t } = vscode.l10n;
  const undo = { title: t('Undo'), command: TURN_ON };
  if (!isOn) {
    return {
      text: t(
        'Inkling is off: it neither learns nor suggests, until you turn it on. What it has learned is kept.',
      ),
      actions: [undo],
    };
  }
  if (language && !language.isOn) {
    return {
      text: t('Inkling is on, but off for {0}, so nothing is suggested in this document.', language.id),
      actions: [{ title: t('Turn On for {0}', language.id), command: 'inkling.toggleLanguage' }, undo],
    };
  }
  return { text: t('Inkling is on.'), actions: [undo] };
}

/** After a language was turned on or off. */
export function turnedLanguage(
  language: { readonly id: string; readonly isOn: boolean },
  isEnabled: boolean,
): Said {
  const { t } = vscode.l10n;
  const undo = { title: t('Undo'), command: 'inkling.toggleLanguage' };
  if (!language.isOn) {
    return {
      text: t(
        'Inkling is off for {0}: nothing is suggested in such documents. They are still learned from.',
        language.id,
      ),
      actions: [undo],
    };
  }
  if (!isEnabled) {
    return {
      text: t('Inkling is on for {0}, but off altogether, so nothing is suggested.', language.id),
      actions: [{ title: t('Turn On'), command: TURN_ON }, undo],
    };
  }
  return { text: t('Inkling is on for {0}.', language.id), actions: [undo] };
}

/** A command that is about a document, where there is none. */
export function noDocument(): Said {
  return {
    text: vscode.l10n.t('Open a text first: this command is about the document that you are in.'),
    actions: [
      { title: vscode.l10n.t('Open…'), command: 'workbench.action.quickOpen' },
      { title: vscode.l10n.t('New Text File'), command: 'workbench.action.files.newUntitledFile' },
    ],
  };
}
