import assert from 'node:assert/strict';
import { isSecret } from '../../../model/tokenizer/secrets';

const secrets = [
  'sk-proj-abcdefghijklmnop1234',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'AKIAIOSFODNN7EXAMPLE',
  'AIzaSyA1234567890abcdefghijklmnop',
  'xoxb-123456789012-abcdefghijkl',
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
  'deadbeefcafebabedeadbeef',
  '550e8400-e29b-41d4-a716-446655440000',
  'dGhpcyBpcyBhIHNlY3JldCBrZXk=',
  'AbCdEfGhIjKlMnOpQrSt',
  'me@example.org',
  'first.last+tag@mail.example.co.uk',
  'https://example.com/path?token=1',
  'www.example.com',
  '4111111111111111',
  '4111 1111 1111 1111',
  '4111-1111-1111-1111',
  '078-05-1120',
  '+49 170 1234567',
  '123456',
  'S3cr3t!Pass',
  'Tr0ub4dor&3',
  'password=hunter2',
];
const words = [
  '',
  'Ishmael',
  "don't",
  'mother-in-law',
  'Donaudampfschifffahrtsgesellschaft',
  'DONAUDAMPFSCHIFFFAHRT',
  'antidisestablishmentarianism',
  'McDonald',
  'iPhone',
  'COVID-19',
  'B2B',
  'H2O',
  '21st',
  '1990s',
  'mid-1990s',
  '10-year-old',
  '1851',
  '1,000,000',
  '3.14159',
  '12:30',
  '...',
  'e.g.',
  'Привет',
  '私',
];

describe('isSecret', () => {
  for (const text of secrets) it(`says yes to ${text}`, () => assert.equal(isSecret(text), true));
  for (const text of words) it(`says no to ${text}`, () => assert.equal(isSecret(text), false));
});
