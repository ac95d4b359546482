import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

test('a password verifies against its own hash only', async () => {
  const stored = await hashPassword('correct horse')
  expect(stored).toMatch(/^scrypt\$16384\$8\$5\$[\w-]{22}\$[\w-]{43}$/)
  expect(await verifyPassword('correct horse', stored)).toBe(true)
  expect(await verifyPassword('correct horsf', stored)).toBe(false)
  expect(await hashPassword('correct horse')).not.toBe(stored)
})

test('the same letters in another normal form are the same password', async () => {
  expect(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true)
})

test.each([null, '', 'plain', 'scrypt$16384$8$5$$', 'md5$1$1$1$c2FsdA$aGFzaA'])(
  'nothing verifies against %j',
  async (stored) => {
    expect(await verifyPassword('', stored)).toBe(false)
  },
)
