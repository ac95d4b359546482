import { expect, test } from 'vitest'
import { createHashQueue } from './hash-queue.ts'

test('one at a time, in order, also after a failure', async () => {
  const queue = createHashQueue()
  const log: string[] = []
  const work = (name: string, fails = false) =>
    queue(async () => {
      log.push(`${name} begins`)
      await Promise.resolve()
      log.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const results = await Promise.allSettled([work('a'), work('b', true), work('c')])
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('a crowd is sent away, and may come again', async () => {
  const queue = createHashQueue(1)
  const first = queue(async () => 1)
  await expect(queue(async () => 2)).rejects.toThrow('Too many sign-in attempts.')
  expect(await first).toBe(1)
  expect(await queue(async () => 3)).toBe(3)
})
