import { describe, expect, test } from 'vitest'
import type { Membership, Team, User } from '../../storage/meta/ports/people.ts'
import { readAssignment } from './assignment.ts'

const user = (id: number, email: string, name: string, isActive = true): User => ({
  id,
  email,
  name,
  passwordHash: null,
  isActive,
  isSuperuser: false,
  createdAt: 0,
  lastActiveAt: null,
})
const jane = user(7, 'jane.doe@shop.test', 'Jane Doe')
const twins = [user(8, 'sam@shop.test', 'Sam'), user(9, 'sam@other.test', 'Sam')]
const gone = user(10, 'gone@shop.test', 'Gone', false)
const stranger = user(11, 'eve@else.test', 'Eve')
const backend: Team = { id: 7, organizationId: 1, slug: 'backend', name: 'Backend', createdAt: 0 }

const meta = {
  listMembers: async () =>
    [jane, ...twins, gone].map((member): Membership & { user: User } => ({
      id: member.id,
      organizationId: 1,
      userId: member.id,
      role: 'member',
      createdAt: 0,
      user: member,
    })),
  findTeam: async (organizationId: number, name: string) =>
    organizationId === 1 && (name === 'backend' || name === '7') ? backend : null,
}
const read = (value: string | number | null, caller: User | null = jane) => readAssignment(value, 1, caller, meta)

test.each(['', ' ', null])('%j unassigns', async (value) => {
  expect(await read(value)).toBeNull()
})

test.each([
  '7',
  7,
  'user:7',
  'jane.doe@shop.test',
  'Jane.Doe@shop.test',
  'user:jane.doe@shop.test',
  'Jane Doe',
  'jane.doe',
  'me',
])('%j is Jane', async (value) => {
  expect(await read(value)).toEqual({ user: jane })
})

test.each(['team:7', 'team:backend', 'team:#backend', '#backend', 'backend'])('%j is the team', async (value) => {
  expect(await read(value)).toEqual({ team: backend })
})

describe('nobody', () => {
  test.each([
    'sam',
    'Sam',
    'user:Sam',
    'gone@shop.test',
    'eve@else.test',
    '11',
    'team:frontend',
    '#frontend',
    'user:',
    'user:backend',
  ])('%j', async (value) => {
    await expect(read(value)).rejects.toMatchObject({ fields: { assignedTo: [expect.any(String)] } })
  })

  test('"me" of a token without a person, and of somebody who is no member', async () => {
    await expect(read('me', null)).rejects.toMatchObject({ fields: { assignedTo: [expect.any(String)] } })
    await expect(read('me', stranger)).rejects.toMatchObject({ fields: { assignedTo: [expect.any(String)] } })
  })
})
