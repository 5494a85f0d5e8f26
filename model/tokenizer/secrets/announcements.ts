import type { SecretKind } from '../../tokens/secret-kinds';

/** A word that says that a secret follows, and how far that is to be believed. */
export interface Announcement {
  readonly kind: SecretKind;
  /**
   * - `word`: whatever follows, after a sign or a verb (`the password is …`).
   * - `label`: what follows a sign (`key: …`), or looks like no word.
   * - `number`: the same, and numbers of `leastDigits` or more in the next few words (`PIN 4711`).
   * - `name`: what stands after a slash in the next few words (`log in as bob / …`).
   */
  readonly level: 'word' | 'label' | 'number' | 'name';
  readonly leastDigits: number;
}

/**
 * The announcement that a token is, by its last part: `Passwords`, `WiFi-Passwort`, `DB_PASSWORD`, `apiKey`. In English, German,
 * French, Spanish, Portuguese, Italian, Russian, Chinese, Japanese and Polish, and what of others costs nothing.
 */
export function announcementIn(text: string): Announcement | undefined {
  const lower = text.toLowerCase();
  const found = announcements.get(lower);
  if (found !== undefined) return found;
  if (lower.length > LONGEST) return undefined;
  if (compound.test(lower)) return password;
  const compoundNumber = numberCompound.exec(lower);
  if (compoundNumber) return announcements.get(compoundNumber[1]!);
  const parts = text
    .replace(/([\p{Ll}\d])(?=\p{Lu})/gu, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{M}]+/u)
    .filter((part) => part !== '');
  if (parts.length < 2)
    return parts[0] === undefined || parts[0] === lower ? undefined : announcements.get(parts[0]);
  // In an identifier any part says it (`PASSWORD_FILE`), in a word the last.
  const telling = /[_.$]/.test(text) ? parts : parts.slice(-1);
  for (const part of telling) {
    const one = announcements.get(part) ?? (compound.test(part) ? password : undefined);
    if (one !== undefined && (one.level === 'word' || one.level === 'label')) return one;
    if (one !== undefined && part === parts.at(-1)) return one;
  }
  return undefined;
}

/** What a heading, a table's heading cell or the line above a list announces: its strongest word. */
export function announcementOf(label: string): Announcement | undefined {
  if (label.length > 200) return undefined;
  let best: Announcement | undefined;
  for (const word of label.split(/[^\p{L}\p{M}\p{N}_-]+/u)) {
    const one = announcementIn(word);
    if (one && one.level !== 'name' && (best === undefined || rank[one.level] > rank[best.level])) best = one;
  }
  return best ?? (cjk.test(label) ? password : undefined);
}

const LONGEST = 64;
const rank = { name: 0, number: 1, label: 2, word: 3 } as const;
export const password: Announcement = { kind: 'password', level: 'word', leastDigits: 3 };
const cjk = /密[码碼]|口令|パスワード|パスフレーズ|暗証番号/;

/** Compounds of German, Dutch and the Nordic languages, inflected forms of Slavic ones. */
const compound =
  /(?:passw[oö]rt(?:e?s|er|ern)?|kennw[oö]rt(?:e?s|er|ern)?|passwords?|passphrases?n?|passcodes?|wachtwoord(?:en)?|l[oö]senord(?:et|en)?|passord(?:et)?|adgangskoder?n?|contraseñas?|парол(?:ь|я|ю|е|ем|и|ей|ям|ями|ях)|hasł(?:o|a|em|u|ami))$/;

/** `Türcode`, `Wiederherstellungscodes`, `Kundennummer`. */
const numberCompound = /^\p{L}{2,}?(codes?|kode|nummern?|karte|konto)$/u;

const announcements = new Map<string, Announcement>();

function define(kind: SecretKind, level: Announcement['level'], leastDigits: number, words: string): void {
  for (const word of words.split(/\s+/))
    if (word !== '') announcements.set(word, { kind, level, leastDigits });
}

define(
  'password',
  'word',
  3,
  `password passwords passwd pwd pwds pw pws psw passphrase passphrases passcode passcodes passwort passwörter kennwort
   kennwörter passwörtern mdp contraseña contraseñas contrasena senha senhas пароль пароля пароли паролем hasło hasła haslo
   密码 密碼 口令 パスワード パスフレーズ 暗証 wachtwoord wachtwoorden lösenord passord adgangskode heslo hesla şifre parola
   비밀번호 암호 पासवर्ड`,
);
define(
  'password',
  'label',
  4,
  `pass passe passes secret secrets credential credentials creds login logins logon zugangsdaten anmeldedaten identifiants
   identifiant clave claves credenciales credenciais credenziali учётные учетные логин логины dane 凭据 認証情報 geheimnis
   segredo secreto segreto секрет sekret 秘密 ordine`,
);
define(
  'key',
  'label',
  4,
  `key keys apikey apikeys token tokens schlüssel clé clés llave llaves chave chaves chiave chiavi ключ ключи токен klucz
   klucze 密钥 密鑰 令牌 キー トークン bearer wep wpa wpa2 wpa3 psk`,
);
define(
  'licence key',
  'label',
  4,
  `licence license licences licenses lizenz lizenzschlüssel licença licencia licenza licence serial seriennummer aktivierung
   activation activación ativação attivazione активации лицензия лицензии licencja licencji 许可证 序列号 ライセンス シリアル`,
);
define(
  'seed phrase',
  'label',
  4,
  `seed seeds mnemonic mnemonics seedphrase phrase phrases frase frasi fraza мнемоника фраза 助记词 助記詞 リカバリーフレーズ
   wiederherstellungsphrase merkphrase words wörter mots palabras palavras parole слова słowa`,
);
define(
  'code',
  'number',
  3,
  `pin pins puk puks tan tans cvv cvc cvv2 cvc2 otp totp 2fa mfa code codes kode kodes geheimzahl geheimnummer zifferncode
   türcode zugangscode sicherheitscode código códigos codigo codice codici код коды кода кодов kod kody kodu 验证码 代码 編號
   暗証番号 コード 番号 backup-codes pin-code pincode nip combination kombination combinaison combinación combinação
   combinazione комбинация kombinacja`,
);
define(
  'telephone number',
  'number',
  5,
  `phone phones telephone tel fon telefon telefonnummer telefono telefone teléfono téléphone tél mobile mobil handy handynummer
   móvil celular cell cellulare cellphone portable fax call ring dial text whatsapp signal anrufen appelez llamar ligar
   chiamare тел телефон телефона мобильный звонить позвони komórka komórkowy zadzwoń telefonu 电话 電話 手机 手機 電話番号 携帯 landline hotline extension ext durchwahl`,
);
define(
  'card or account number',
  'number',
  4,
  `card account acct accounts konto kontonummer iban bic swift bsb sort blz bankleitzahl cuenta conta conto compte счёт счет
   счёта счета 账号 帳號 账户 口座 口座番号 konta rachunek rachunku karte kreditkarte carte carta tarjeta cartão карта карты
   karta karty 卡号 信用卡 カード ssn passport reisepass passeport pasaporte passaporte passaporto паспорт paszport ausweis
   steuernummer cpf dni nie nif pesel insurance sozialversicherungsnummer member customer kundennummer
   visa mastercard amex maestro
   numer nummer nummern number numéro número numero номер`,
);
define(
  'password',
  'name',
  4,
  `log sign user username anmelden benutzer benutzername usuario usuário utente utilisateur connexion accedi
   войти пользователь użytkownik zaloguj 用户名 ユーザー ユーザー名`,
);
