import type { SecretKind } from '../../tokens/secret-kinds';
import { type Announcement, announcementIn } from './announcements';
import { kindOfForm } from './forms';

/** What a token's text says by itself, whatever stands around it. */
export interface TextInfo {
  readonly announces: Announcement | undefined;
  readonly secret: SecretKind | undefined;
  /** A word as those of seed phrases: 3 to 8 small letters, none that sentences are held together with. */
  readonly isSeedWord: boolean;
  /** As the groups that keys are written in: four or five letters and digits, no word that holds sentences together. */
  readonly mayBeGroup: boolean;
}

/** Texts remembered: those of a large corpus; then all are forgotten. */
const REMEMBERED = 100_000;
const remembered = new Map<string, TextInfo>();

/** Looked up: a text has few different words. */
export function infoOf(text: string): TextInfo {
  let info = remembered.get(text);
  if (info === undefined) {
    info = find(text);
    if (remembered.size >= REMEMBERED) remembered.clear();
    if (text.length <= 64) remembered.set(text, info);
  }
  return info;
}

function find(text: string): TextInfo {
  const announces = announcementIn(text);
  const secret = kindOfForm(text);
  const isSeedWord = /^[a-z]{3,8}$/.test(text) && !functionWords.has(text);
  const mayBeGroup = /^[a-z\d]{4,5}$/i.test(text) && !functionWords.has(text);
  if (announces === undefined && secret === undefined) {
    if (isSeedWord) return mayBeGroup ? shortSeedWord : seedWord;
    if (!mayBeGroup) return ordinary;
  }
  return { announces, secret, isSeedWord, mayBeGroup };
}

export function isFunctionWord(text: string): boolean {
  return functionWords.has(text);
}

const nothing = { announces: undefined, secret: undefined };
const ordinary: TextInfo = { ...nothing, isSeedWord: false, mayBeGroup: false };
const seedWord: TextInfo = { ...nothing, isSeedWord: true, mayBeGroup: false };
const shortSeedWord: TextInfo = { ...nothing, isSeedWord: true, mayBeGroup: true };

/** The commonest words of 3 to 8 letters in eight languages, but for those in BIP-39's English list. */
const functionWords: ReadonlySet<string> = new Set(
  `the and was his her for but had from she him are were been has have which their who with not not out could would your our
   with they them its did said went came made took told knew saw got gave asked looked seemed come goes gone does how why may might every than these those some such where being before upon very should shall
   der die das und den dem des ein eine einer einen einem nicht ist war sich auf mit von für auch wie aus bei nach wird sind
   noch nur oder aber dass les des une est que qui dans pour sur par pas plus avec son ses mais ont aux elle ils nous vous
   cette leur sont del los las una que con por para como más pero sus fue son esta este entre cuando muy sin sobre también
   dos das uma não com por mais foi são pelo pela seu sua ele ela isso che per non una con del della sono nel alla più come
   anche dei gli delle era suo sua questo nie się jest jak ale dla czy tym tak był była przez oraz tylko jego jej van het een
   niet dat voor zijn maar ook naar door`.split(/\s+/),
);
