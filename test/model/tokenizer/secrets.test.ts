import assert from 'node:assert/strict';
import { tokenizeProse } from '../../../model/tokenizer/prose';
import { countSecrets, describeSecrets } from '../../../model/tokens/secret-kinds';

/** The text with `{kind}` in place of what is withheld. */
function shown(text: string): string {
  let result = '';
  let end = 0;
  for (const { secret, ...token } of tokenizeProse(text)) {
    if (!secret) continue;
    result += `${text.slice(end, token.start)}{${secret}}`;
    end = token.end;
  }
  return result + text.slice(end);
}

/** Withheld wherever they stand: each is one stretch of that kind. */
const secrets: Record<string, readonly string[]> = {
  key: [
    'sk-proj-abcdefghijklmnop1234',
    'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
    'AKIAIOSFODNN7EXAMPLE',
    'AIzaSyA1234567890abcdefghijklmnop',
    'xoxb-123456789012-abcdefghijkl',
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P',
    'deadbeefcafebabedeadbeef',
    '550e8400-e29b-41d4-a716-446655440000',
    'dGhpcyBpcyBhIHNlY3JldCBrZXk=',
    'AbCdEfGhIjKlMnOpQrSt',
    'xqzvbnmwktpl',
    'jbsw y3dp ehpk 3pxp',
  ],
  'licence key': ['XKJQD-QWPLM-ZTRWB', 'K7Q2M-9X4PL-ABCDE', 'a1b2-c3d4', 'JBSW-Y3DP-EHPK-3PXP-QWRT'],
  'seed phrase': ['ability abandon absorb cactus dolphin eager fabric gallery habit icon jacket kangaroo'],
  'web or e-mail address': [
    'me@example.org',
    'first.last+tag@mail.example.co.uk',
    'https://example.com/path?token=1',
    'www.example.com',
  ],
  'card or account number': ['4111111111111111', '4111 1111 1111 1111', '4111-1111-1111-1111', '123456789'],
  'telephone number': [
    '078-05-1120',
    '+49 170 1234567',
    '555-0142',
    '(030) 901820',
    '030 901820',
    '020 7946 0958',
    '06 12 34 56 78',
    '612 345 678',
  ],
  'network address': [
    '00:1B:44:11:3A:B7',
    '00-1b-44-11-3a-b7',
    '001b.4411.3ab7',
    'fe80::1ff:fe23:4567:890a',
    '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
    '192.168.1.1',
    '192.168.178.20:8080',
  ],
  password: ['S3cr3t!Pass', 'Tr0ub4dor&3', 'P@ssw0rd', 'kT9#vLq2$zP'],
};

const ordinary = [
  'Ishmael',
  "don't",
  'mother-in-law',
  'Donaudampfschifffahrtsgesellschaft',
  'DONAUDAMPFSCHIFFFAHRT',
  'antidisestablishmentarianism',
  'McDonald',
  'MacDonaldMcIntyre',
  'OpenStreetMapFoundation',
  'iPhone',
  'Node.js',
  'Booking.com',
  'COVID-19',
  'Fahrenheit-451',
  'B2B',
  'H2O',
  'C8H10N4O2',
  'K2Cr2O7',
  'WH-1000XM5',
  'B1919+21',
  'C++17',
  'E = mc',
  'E=mc²',
  '21st',
  '1990s',
  'mid-1990s',
  '10-year-old',
  '1851',
  '123456',
  '299792',
  '1,000,000',
  '149 597 871 000',
  '12.345.678',
  '3.14159265358979',
  '12:30:45',
  '2024-01-31 12:30',
  '31.01.2024',
  '20240131',
  '1914-1918',
  '978-3-16-148410-0',
  '0-306-40615-2',
  '1.2.3.4',
  '747-400',
  'e.g.',
  'Привет',
  '私',
  'Szczebrzeszyn',
  'Llanfairpwllgwyngyll',
  'dichlorodiphenyltrichloroethane',
];

/** What is announced is withheld there and only there. */
const announced: readonly (readonly [text: string, shown: string])[] = [
  ['password: hunter', 'password: {password}'],
  ['password:hunter', 'password:{password}'],
  ['password = hunter', 'password = {password}'],
  ['DB_PASSWORD: hunter', 'DB_PASSWORD: {password}'],
  ['dbPassword=hunter', 'dbPassword={password}'],
  ['Passwords: hunter, gatherer', 'Passwords: {password}'],
  ['pass: hunter', 'pass: {password}'],
  ['pw: hunter', 'pw: {password}'],
  ['password hunter2 for bob', 'password {password} for bob'],
  ['My password is correct horse battery staple. It rains.', 'My password is {password}. It rains.'],
  ['the password is the name of his ship', 'the password is {password}'],
  ['The password for the bank (new): hunter', 'The password for the bank (new): {password}'],
  ['passcode (front door): blue', 'passcode (front door): {password}'],
  ['The password “blue moon” works', 'The password “{password}” works'],
  ['WiFi-Passwort: Sommer', 'WiFi-Passwort: {password}'],
  ['Das Passwort lautet jetzt Sommer.', 'Das Passwort lautet jetzt {password}.'],
  ['Mot de passe : soleil', 'Mot de passe : {password}'],
  ['Contraseña del wifi: luna llena', 'Contraseña del wifi: {password}'],
  ['Senha: gato', 'Senha: {password}'],
  ['Пароль: солнце', 'Пароль: {password}'],
  ['Hasło: kot', 'Hasło: {password}'],
  ['密码：春天', '密码：{password}'],
  ['パスワード：さくら', 'パスワード：{password}'],
  ['log in as bob / marzipan', 'log in as bob / {password}'],
  ['API key: abc', 'API key: {key}'],
  ['PIN 4711, door code: 1234', 'PIN {code}, door code: {code}'],
  ['backup codes:\n1234 5678\nabcd2 efgh3', 'backup codes:\n{code}'],
  ['call 901820 now', 'call {telephone number} now'],
  ['account number 123456', 'account number {card or account number}'],
  ['seed phrase: ability abandon absorb cactus dolphin eager', 'seed phrase: {seed phrase}'],
  ['password: hunter\nuser: bob', 'password: {password}\nuser: bob'],
  ['The key point is this: we must go.', 'The key point is this: we must go.'],
  ['In other words: we go to the house.', 'In other words: we go to the house.'],
  ['He forgot his password again.', 'He forgot his password again.'],
  ['The card of 1984 and the code of honour', 'The card of 1984 and the code of honour'],
];

describe('secrets', () => {
  for (const [kind, texts] of Object.entries(secrets)) {
    for (const text of texts) {
      it(`withholds ${text}`, () => {
        assert.equal(shown(text), `{${kind}}`);
        assert.equal(shown(`It was ${text}, they said.`), `It was {${kind}}, they said.`);
      });
    }
  }
  for (const text of ordinary) {
    it(`leaves ${text}`, () => {
      assert.equal(shown(text), text);
      assert.equal(shown(`It was ${text}, they said.`), `It was ${text}, they said.`);
    });
  }
  for (const [text, expected] of announced)
    it(JSON.stringify(text), () => assert.equal(shown(text), expected));

  it('says what was withheld, not its text', () => {
    const counts = countSecrets(tokenizeProse('password: a b\n\npassword: c\n\nPIN 4711'));
    assert.equal(describeSecrets(counts), 'password × 2, code × 1');
  });
});
