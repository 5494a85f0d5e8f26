/** Wordings that the rules were written beside, or those that were kept back until they were finished. */
export type Wordings = 'seen' | 'held back';

export type Random = () => number;

/** What is written down, how it is called, and sentences that it stands in. `{S}` is the secret, `{L}` its name. */
export interface Kind {
  readonly name: string;
  readonly secret: (random: Random) => string;
  readonly labels: Readonly<Record<Wordings, readonly string[]>>;
  readonly sentences: Readonly<Record<Wordings, readonly string[]>>;
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';

export function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)]!; // random < 1
}

function row(alphabet: string, length: number, random: Random): string {
  return Array.from({ length }, () => pick([...alphabet], random)).join('');
}

function groups(alphabet: string, count: number, length: number, between: string, random: Random): string {
  return Array.from({ length: count }, () => row(alphabet, length, random)).join(between);
}

/** Can be said, is in no dictionary. */
function madeUpWord(random: Random): string {
  const syllables = 3 + Math.floor(random() * 2);
  let word = '';
  for (let index = 0; index < syllables; index++)
    word += pick([...'bdfgklmnprstvz', 'br', 'tr', 'st', 'sh'], random) + pick([...'aeiou'], random);
  return word + pick(['n', 'l', 'r', 'x', 'sk', ''], random);
}

const seedWords =
  'abandon ability absorb acoustic badge bamboo cactus canyon dolphin dragon eagle elbow fabric falcon galaxy garlic hammer hazard icon inject jacket jaguar kangaroo kidney ladder lemon magnet maple napkin nephew oblige orbit paddle parrot quantum quiz rabbit raccoon saddle salmon tackle tattoo umbrella unveil vacuum velvet waffle walnut yard zebra'.split(
    ' ',
  );

const passwordLabels = {
  seen: [
    'password',
    'Password',
    'pw',
    'pass',
    'Passwort',
    'Mot de passe',
    'Contraseña',
    'Senha',
    'Пароль',
    '密码',
    'パスワード',
    'Hasło',
    'WiFi password',
    'DB_PASSWORD',
    'WiFi-Passwort',
    'Passwords',
    'Router password',
    'Kennwort',
    'mdp',
    'login password',
    'master password',
    'Passwort vom NAS',
    'Netflix pw',
    'admin pass',
    'PASSWORD',
    'pwd',
    'Passwd',
    'mot de passe du wifi',
    'la contraseña del banco',
    'password di casa',
    'wachtwoord',
    'passphrase',
    'Bankpasswort',
    'новый пароль',
    'e-mail password (old)',
    'senha do wifi',
    'root password',
  ],
  'held back': [
    'Wifi pwd',
    'Zugangspasswort',
    'Passwort (neu)',
    'Mein Kennwort fürs Forum',
    'password for the shed laptop',
    'mot de passe de Netflix',
    'Contraseña de la caja',
    'Password Amazon',
    'palavra-passe',
    'пароль от почты',
    'Wi-Fi 密码',
    'ルーターのパスワード',
    'hasło do banku',
    'guest password',
    'old passwords',
    'my pass',
    'PW Steuerprogramm',
    'adminPassword',
  ],
};
const passwordSentences = {
  seen: [
    'My {L} is {S}.',
    'The {L} is now {S}, keep it safe.',
    '{L}: {S}',
    '{L} = {S}',
    'user bob, {L}: {S}',
    'She whispered that the {L} was {S}.',
    'Remember the {L} ({S}).',
    'I set the {L} to {S} yesterday.',
    '{L} -> {S}',
    'Anna’s {L}: "{S}"',
    'Don’t forget, {L} — {S}',
    'Tell mother the {L}: {S}',
    'The {L} has been changed to {S}.',
    'the {L} should be {S} again',
    '{L} {S}',
  ],
  'held back': [
    'The new {L} will be {S} from Monday.',
    'Grandpa never forgot his {L}, which was {S}.',
    '{L}   {S}',
    'Try “{S}” as the {L}.',
    'NB: {L}: {S} (do not share)',
    'He typed the {L}: {S}. Nothing happened.',
    'reset {L} to {S}',
    '1. {L}: {S} 2. wait',
    '{L} / {S}',
    'Note to self – {L}: {S}!',
  ],
};
const plainSentences = {
  seen: [
    'I pasted {S} into the form.',
    '{L}: {S}',
    'The {L} is {S}.',
    'Use {S} for the server.',
    'He had scribbled {S} on a serviette.',
    '{L} {S}',
    'It begins with nothing, just {S} and then the rest.',
    'Please revoke {S} tomorrow!',
    'The {L} ({S}) still works.',
    'Old: {S}, new one to come',
  ],
  'held back': [
    'The courier brought {S} on Friday.',
    '“{S}” was all that it said.',
    'copy this: {S}',
    '({S})',
    '{L}... {S}',
    'Lost again; found {S} in a drawer.',
  ],
};
const numberSentences = {
  seen: [
    '{L}: {S}',
    'The {L} is {S}.',
    '{L} {S}',
    'my {L} is {S}, do not lose it',
    'Give them the {L}, {S}, at the door.',
    'Her {L} was {S} then.',
    'The {L} has changed: {S}',
    '{L} = {S}',
    '{L} ({S})',
    'For the {L} use {S} from now on.',
  ],
  'held back': [
    'It took him an hour to remember that the {L} was {S}.',
    '{L}. {S}',
    '{S} is the {L}',
    'The {L}: {S}; the other one is lost.',
    'my old {L} = {S}',
    'Write down your {L}:\n{S}',
  ],
};

export const kinds: readonly Kind[] = [
  {
    name: 'mixed password',
    secret: (random) =>
      row(lower + upper + digits, 5, random) +
      pick([...'!@#%&?+='], random) +
      row(lower + upper + digits, 6, random),
    labels: passwordLabels,
    sentences: passwordSentences,
  },
  {
    name: 'password of a word',
    secret: (random) =>
      madeUpWord(random) + pick(['', row(digits, 2, random), row(digits, 4, random), '!'], random),
    labels: passwordLabels,
    sentences: passwordSentences,
  },
  {
    name: 'passphrase',
    secret: (random) =>
      Array.from({ length: 4 + Math.floor(random() * 3) }, () => madeUpWord(random)).join(
        pick([' ', ' ', '-', '.'], random),
      ),
    labels: {
      seen: [...passwordLabels.seen, 'Passphrase', 'secret passphrase', 'disk passphrase'],
      'held back': [
        ...passwordLabels['held back'],
        'PGP passphrase',
        'Festplatten-Passphrase',
        'encryption passphrase',
      ],
    },
    sentences: passwordSentences,
  },
  {
    name: 'environment variable',
    secret: (random) => madeUpWord(random) + row(digits + lower, 6, random),
    labels: {
      seen: [
        'DB_PASSWORD',
        'API_TOKEN',
        'SECRET_KEY',
        'export AWS_SECRET',
        'MYSQL_ROOT_PASSWORD',
        'STRIPE_API_KEY',
        'JWT_SECRET',
        'export GITHUB_TOKEN',
        'smtp_pass',
        'redisPassword',
      ],
      'held back': [
        'POSTGRES_PASSWORD',
        'export OPENAI_API_KEY',
        'app.secret',
        'client_secret',
        'MAIL_PASS',
        'ANSIBLE_VAULT_PASSWORD',
        'telegramToken',
      ],
    },
    sentences: {
      seen: [
        '{L}={S}',
        '{L}: {S}',
        '{L}={S}',
        '{L} = "{S}"',
        'In the file stands {L}={S} and nothing else.',
        '{L}: {S}',
      ],
      'held back': ['{L} : {S}', 'set {L}={S}', "{L}='{S}'", 'He changed {L} to {S} at night.'],
    },
  },
  {
    name: 'service token',
    secret: (random) =>
      pick(
        ['sk-proj-', 'ghp_', 'glpat-', 'xoxb-', 'hf_', 'npm_', 'AIza', 'sk_live_', 'shpat_', 'dop_v1_'],
        random,
      ) + row(lower + upper + digits, 32, random),
    labels: {
      seen: ['API key', 'token', 'key', 'access token', 'Slack bot', 'GitHub', 'deploy key', 'bearer'],
      'held back': ['OpenAI', 'webhook', 'publishing', 'Personal access token', 'Schlüssel'],
    },
    sentences: plainSentences,
  },
  {
    name: 'JSON web token',
    secret: (random) =>
      `eyJ${row(lower + upper + digits, 17, random)}.eyJ${row(lower + upper + digits, 30, random)}.${row(`${lower + upper + digits}-_`, 43, random)}`,
    labels: {
      seen: ['token', 'JWT', 'session', 'cookie', 'auth header'],
      'held back': ['Authorization', 'refresh token', 'magic link'],
    },
    sentences: plainSentences,
  },
  {
    name: 'PEM block',
    secret: (random) =>
      Array.from({ length: 4 }, () => row(`${lower + upper + digits}+/`, 64, random)).join('\n'),
    labels: {
      seen: ['private key', 'ssh key', 'certificate'],
      'held back': ['TLS', 'the key file', 'Schlüsseldatei'],
    },
    sentences: {
      seen: [
        '-----BEGIN RSA PRIVATE KEY-----\n{S}\n-----END RSA PRIVATE KEY-----',
        '{L}:\n-----BEGIN OPENSSH PRIVATE KEY-----\n{S}\n-----END OPENSSH PRIVATE KEY-----',
        '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{S}\n-----END PGP PRIVATE KEY BLOCK-----',
      ],
      'held back': [
        '-----BEGIN EC PRIVATE KEY-----\n{S}\n-----END EC PRIVATE KEY-----',
        'Here it is:\n\n-----BEGIN PRIVATE KEY-----\n{S}\n-----END PRIVATE KEY-----\n',
      ],
    },
  },
  {
    name: 'hexadecimal',
    secret: (random) => row(`${digits}abcdef`, pick([32, 40, 64], random), random),
    labels: {
      seen: ['key', 'hash', 'checksum', 'wallet', 'fingerprint'],
      'held back': ['commit', 'md5', 'Prüfsumme'],
    },
    sentences: plainSentences,
  },
  {
    name: 'base64',
    secret: (random) => `${row(`${lower + upper + digits}+/`, 30, random)}==`,
    labels: {
      seen: ['secret', 'key', 'signing secret', 'cookie', 'shared secret'],
      'held back': ['session', 'nonce', 'HMAC'],
    },
    sentences: plainSentences,
  },
  {
    name: 'UUID',
    secret: (random) => [8, 4, 4, 4, 12].map((length) => row(`${digits}abcdef`, length, random)).join('-'),
    labels: {
      seen: ['client id', 'key', 'tenant', 'device', 'session id'],
      'held back': ['booking', 'licence', 'account id'],
    },
    sentences: plainSentences,
  },
  {
    name: 'licence key',
    secret: (random) => groups(pick([upper, upper + digits], random), pick([4, 5], random), 5, '-', random),
    labels: {
      seen: [
        'licence key',
        'serial',
        'product key',
        'activation code',
        'Seriennummer',
        'Windows key',
        'registration',
      ],
      'held back': ['Office', 'game', 'upgrade', 'Lizenzschlüssel', 'clé de licence', 'numer seryjny'],
    },
    sentences: plainSentences,
  },
  {
    name: 'one-time password secret',
    secret: (random) =>
      groups(pick([`${lower}234567`, `${upper}234567`], random), pick([4, 8], random), 4, ' ', random),
    labels: {
      seen: ['TOTP secret', '2FA', 'authenticator', 'setup key', 'two-factor'],
      'held back': ['GitHub', 'Bestätigung', 'Google Authenticator', 'backup secret'],
    },
    sentences: plainSentences,
  },
  {
    name: 'seed phrase',
    secret: (random) =>
      Array.from({ length: pick([12, 24], random) }, () => pick(seedWords, random)).join(' '),
    labels: {
      seen: [
        'seed phrase',
        'recovery phrase',
        'seed',
        'wallet backup',
        'mnemonic',
        'the twelve words',
        'Ledger',
      ],
      'held back': ['Metamask', 'bitcoin', 'Wiederherstellung', 'hardware wallet', 'words'],
    },
    sentences: plainSentences,
  },
  {
    name: 'IP address',
    secret: (random) =>
      random() < 0.7
        ? groups(`${digits}abcdef`, 8, 4, ':', random)
        : `${100 + Math.floor(random() * 120)}.${100 + Math.floor(random() * 120)}.${10 + Math.floor(random() * 90)}.${10 + Math.floor(random() * 90)}`,
    labels: {
      seen: ['server', 'IP', 'router', 'host', 'gateway'],
      'held back': ['NAS', 'printer', 'home network'],
    },
    sentences: plainSentences,
  },
  {
    name: 'MAC address',
    secret: (random) => groups(`${digits}abcdef`, 6, 2, pick([':', '-'], random), random),
    labels: {
      seen: ['MAC', 'printer', 'device', 'tv', 'physical address'],
      'held back': ['laptop', 'bluetooth', 'Netzwerkkarte'],
    },
    sentences: plainSentences,
  },
  {
    name: 'telephone number',
    secret: (random) =>
      pick(
        [
          `+49 17${row(digits, 1, random)} ${row(digits, 7, random)}`,
          `(030) ${row(digits, 6, random)}`,
          `0${row('123456789', 3, random)} ${row(digits, 6, random)}`,
          `555-${row(digits, 4, random)}`,
          `+1 (415) ${row('23456789', 3, random)}-${row(digits, 4, random)}`,
          `06 ${groups(digits, 4, 2, ' ', random)}`,
        ],
        random,
      ),
    labels: {
      seen: [
        'phone',
        'Tel.',
        'mobile',
        'Handy',
        'Anna',
        'the plumber',
        'Telefon',
        'home',
        'Dr. Weber',
        'fax',
      ],
      'held back': [
        'Grandma',
        'Praxis',
        'emergency',
        'téléphone',
        'móvil',
        'taxi',
        'office (direct)',
        'тел.',
      ],
    },
    sentences: {
      seen: [
        '{L}: {S}',
        'Call {S} after six.',
        'You can reach her under {S} after six.',
        '{L} {S}',
        'ring {S}',
        'Her number is {S}.',
      ],
      'held back': [
        'Anna: {S}',
        'Please ring {S} at once.',
        'in case of fire {S}',
        'My number? {S}.',
        '{L} – {S}',
        'Under {S} nobody answered.',
      ],
    },
  },
  {
    name: 'backup codes',
    secret: (random) =>
      Array.from({ length: 5 }, () => groups(pick([digits, lower + digits], random), 2, 4, '-', random)).join(
        pick(['\n', ' ', ', '], random),
      ),
    labels: {
      seen: [
        'backup codes',
        'recovery codes',
        'Backup-Codes',
        'codes de secours',
        'emergency codes',
        'one-time codes',
      ],
      'held back': [
        'Wiederherstellungscodes',
        'scratch codes',
        'GitHub recovery codes',
        'códigos de respaldo',
        '2FA codes',
      ],
    },
    sentences: {
      seen: [
        '{L}: {S}',
        'The {L} are {S}.',
        '{L}:\n{S}',
        'Here are the {L}: {S}',
        'These {L} work once: {S}',
      ],
      'held back': ['{L}\n\n{S}', 'Keep these {L} safe: {S}', 'My {L}: {S} (used the first)'],
    },
  },
  {
    name: 'PIN',
    secret: (random) => row('123456789', pick([4, 6], random), random),
    labels: {
      seen: [
        'PIN',
        'door code',
        'pin',
        'code',
        'SIM PIN',
        'alarm code',
        'Zahlenschloss-Code',
        'gate code',
        'código PIN',
        'CVV',
        'safe combination',
      ],
      'held back': [
        'bank PIN',
        'voicemail pin',
        'Türcode',
        'code du portail',
        'CVC',
        'Handy-PIN',
        'ПИН-код',
        'bike lock code',
      ],
    },
    sentences: numberSentences,
  },
  {
    name: 'card or account number',
    secret: (random) =>
      pick(
        [
          groups(digits, 4, 4, ' ', random).replace(/^./, '4'),
          `5${row(digits, 15, random)}`,
          `DE${row(digits, 2, random)} ${groups(digits, 4, 4, ' ', random)} ${row(digits, 2, random)}`,
          `4${row(digits, 7, random)}1`,
          `4${row(digits, 3, random)}${row('123456789', 4, random)}`,
        ],
        random,
      ),
    labels: {
      seen: [
        'card',
        'account',
        'IBAN',
        'Konto',
        'Visa',
        'savings account',
        'Kontonummer',
        'credit card',
        'account no.',
        'carte bancaire',
      ],
      'held back': [
        'Mastercard',
        'giro account',
        'numéro de compte',
        'Kreditkarte',
        'IBAN of the club',
        'conto',
        'insurance number',
        'passport number',
      ],
    },
    sentences: numberSentences,
  },
  {
    name: 'login pair',
    secret: (random) => madeUpWord(random) + row(digits, 2, random),
    labels: {
      seen: ['login', 'Login', 'router login', 'account', 'Zugangsdaten', 'Netflix'],
      'held back': ['Router', 'credentials', 'Anmeldung', 'my login for the archive'],
    },
    sentences: {
      seen: [
        'log in as bob / {S}',
        'Log in as admin / {S} and wait.',
        '{L}: bob / {S}',
        'sign in with user anna / {S}',
        '{L}: anna / {S}',
        'username anna, password {S}',
        'http://anna:{S}@example.org',
        '{L} = anna:{S}',
      ],
      'held back': [
        'log on as carla / {S}',
        'user: carla, password: {S}',
        '{L} carla/{S}',
        'ftp://carla:{S}@files.example.net/',
        'The {L} are carla and {S}.',
      ],
    },
  },
];
