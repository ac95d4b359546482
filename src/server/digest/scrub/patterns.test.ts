import { expect, test } from 'vitest'
import type { Finder, Match } from './patterns.ts'
import {
  findBearerTokens,
  findCards,
  findEmails,
  findIbans,
  findIps,
  findPemKeys,
  findSsns,
  findUrlPasswords,
} from './patterns.ts'

function found(find: Finder, text: string): string[] {
  const matches: Match[] = []
  find(text, matches)
  return matches.map(({ start, end }) => text.slice(start, end))
}

test.each([
  ['card 4111 1111 1111 1111 used', ['4111 1111 1111 1111']],
  ['4111-1111-1111-1111', ['4111-1111-1111-1111']],
  ['378282246310005', ['378282246310005']],
  ['5555555555554444,6011111111111117', ['5555555555554444', '6011111111111117']],
  ['30569309025904', ['30569309025904']],
  ['3530111333300000', ['3530111333300000']],
  ['4111111111111112', []],
  ['1700000000000', []],
  ['id-4111111111111111', []],
  ['a4111111111111111', []],
  ['1234567890123456', []],
])('cards in %s', (text, expected) => expect(found(findCards, text)).toEqual(expected))

test.each([
  ['ssn 123-45-6789.', ['123-45-6789']],
  ['000-12-3456 666-12-3456 900-12-3456 123-00-1234 123-12-0000', []],
  ['2023-12-3456', []],
  ['1123-45-6789', []],
])('social security numbers in %s', (text, expected) => expect(found(findSsns, text)).toEqual(expected))

test.each([
  ['to DE89370400440532013000 now', ['DE89370400440532013000']],
  ['GB29 NWBK 6016 1331 9268 19', ['GB29 NWBK 6016 1331 9268 19']],
  ['DE89370400440532013001', []],
  ['xDE89370400440532013000', []],
])('bank accounts in %s', (text, expected) => expect(found(findIbans, text)).toEqual(expected))

test.each([
  ['-----BEGIN RSA PRIVATE KEY-----\nMII\nE=\n-----END RSA PRIVATE KEY-----', ['\nMII\nE=\n']],
  ['-----BEGIN PUBLIC KEY-----MII-----END PUBLIC KEY-----', ['MII']],
  ['-----BEGIN PRIVATE KEY-----MII that was cut...', ['MII that was cut...']],
  ['-----BEGIN CERTIFICATE-----MII-----END CERTIFICATE-----', []],
  ['-----BEGIN ', []],
])('keys in %s', (text, expected) => expect(found(findPemKeys, text)).toEqual(expected))

test.each([
  ['postgres://me:s3cr3t@db/x', ['s3cr3t']],
  ['see //u:p@h and https://a:b%21@c', ['p', 'b%21']],
  ['https://token@host', []],
  ['https://host:8080/@x', []],
  ['mail me@host', []],
])('passwords in %s', (text, expected) => expect(found(findUrlPasswords, text)).toEqual(expected))

test.each([
  ['Authorization: Bearer abc.def-1', ['abc.def-1']],
  ['bearer   x', ['x']],
  ['bearers of news', []],
])('tokens in %s', (text, expected) => expect(found(findBearerTokens, text)).toEqual(expected))

test.each([
  ['User jane.doe+x@mail.example.org not found', ['jane.doe+x@mail.example.org']],
  ['a@b and @decorator @c.de', []],
  ['git@github.com:x', ['git@github.com']],
])('addresses in %s', (text, expected) => expect(found(findEmails, text)).toEqual(expected))

test.each([
  ['from 192.0.2.1:80 and 2001:db8::1!', ['192.0.2.1', '2001:db8::1']],
  ['::1 and ::ffff:192.0.2.1', ['::1', '::ffff:192.0.2.1', '192.0.2.1']],
  ['Chrome/120.0.0.0 12:30:45 v1.2.3 1.2.3.4.5 256.1.1.1', []],
  ['std::vector aa:bb:cc:dd:ee:ff ::', []],
])('IP addresses in %s', (text, expected) => expect(found(findIps, text).sort()).toEqual([...expected].sort()))

test.each([findBearerTokens, findCards, findEmails, findIbans, findIps, findPemKeys, findSsns, findUrlPasswords])(
  'hostile texts take no time: %o',
  (find) => {
    for (const unit of [
      '4',
      '4 ',
      '4-',
      '1.',
      ':',
      'a:',
      '//a:',
      '@',
      'a@',
      'a.',
      'AA11',
      'AA11 ',
      '-----BEGIN ',
      '-----BEGIN A KEY-----',
      'bearer ',
      '0:',
      '//',
    ]) {
      const start = performance.now()
      found(find, unit.repeat(Math.ceil(100_000 / unit.length)))
      expect(performance.now() - start).toBeLessThan(500)
    }
  },
)
