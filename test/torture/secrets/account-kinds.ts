import { digits, groups, type Kind, lower, madeUpWord, pick, row } from './canary-parts';

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

/** What opens an account or a door. */
export const accountKinds: readonly Kind[] = [
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
