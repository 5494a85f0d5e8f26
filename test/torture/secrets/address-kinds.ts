import { digits, groups, type Kind, pick, plainSentences, row } from './canary-parts';

/** Numbers at which a machine or a person is reached. */
export const addressKinds: readonly Kind[] = [
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
];
