import { digits, groups, type Kind, lower, pick, plainSentences, row, upper } from './canary-parts';

const seedWords =
  'abandon ability absorb acoustic badge bamboo cactus canyon dolphin dragon eagle elbow fabric falcon galaxy garlic hammer hazard icon inject jacket jaguar kangaroo kidney ladder lemon magnet maple napkin nephew oblige orbit paddle parrot quantum quiz rabbit raccoon saddle salmon tackle tattoo umbrella unveil vacuum velvet waffle walnut yard zebra'.split(
    ' ',
  );

/** Secrets that a program makes. */
export const keyKinds: readonly Kind[] = [
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
];
