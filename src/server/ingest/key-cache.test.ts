import { expect, test } from 'vitest'
import type { ProjectKey } from '../storage/meta/ports/projects.ts'
import { createKeyCache } from './key-cache.ts'

const second = 1000

/** A store of one key that counts how often it is asked, and answers when told. */
function slowStore() {
  const state = { key: makeKey(), asked: 0, answers: [] as (() => void)[] }
  const findKey = (publicKey: string) =>
    new Promise<ProjectKey | null>((resolve) => {
      state.asked++
      state.answers.push(() => resolve(publicKey === state.key.publicKey ? state.key : null))
    })
  return { state, meta: { findKey } }
}

function makeKey(): ProjectKey {
  return {
    publicKey: 'a'.repeat(32),
    secretKey: 'b'.repeat(32),
    projectId: 1,
    label: 'Default',
    isActive: true,
    rateLimit: null,
    createdAt: 0,
    browserSdkVersion: '11.x',
    loaderOptions: {
      hasReplay: false,
      hasPerformance: false,
      hasDebug: false,
      hasFeedback: false,
      hasLogsAndMetrics: false,
    },
    useCase: 'user',
  }
}

function open() {
  const clock = { now: 0 }
  const { state, meta } = slowStore()
  const cache = createKeyCache(meta, () => clock.now)
  const answerAll = () => state.answers.splice(0).forEach((answer) => answer())
  return { clock, state, cache, answerAll }
}

const known = 'a'.repeat(32)

test('requests that come together ask once, later ones not at all', async () => {
  const { state, cache, answerAll } = open()
  const both = [cache.find(known), cache.find(known)]
  expect(state.asked).toBe(1)
  answerAll()
  for (const found of both) expect(await found).toEqual(state.key)
  expect(cache.find(known)).toEqual(state.key)
  expect(state.asked).toBe(1)
})

test('a key that is not there is remembered too, but asked for again before it is refused for longer', async () => {
  const { clock, state, cache, answerAll } = open()
  const unknown = cache.find('c'.repeat(32))
  answerAll()
  expect(await unknown).toBeNull()
  expect(cache.find('c'.repeat(32))).toBeNull()
  clock.now += 3 * second
  expect(cache.find('c'.repeat(32))).toBeInstanceOf(Promise)
  expect(state.asked).toBe(2)
})

test('a known key is served while it is read again, but not when it is long stale', async () => {
  const { clock, state, cache, answerAll } = open()
  const first = cache.find(known)
  answerAll()
  await first
  clock.now += 3 * second
  expect(cache.find(known)).toEqual(state.key)
  expect(state.asked).toBe(2)
  clock.now += 8 * second
  const waiting = cache.find(known)
  expect(waiting).toBeInstanceOf(Promise)
  state.key = { ...state.key, isActive: false }
  answerAll()
  expect(await waiting).toMatchObject({ isActive: false })
})

test('a change of this process is obeyed at once', async () => {
  const { state, cache, answerAll } = open()
  const first = cache.find(known)
  answerAll()
  await first
  state.key = { ...state.key, isActive: false }
  cache.clear()
  const again = cache.find(known)
  answerAll()
  expect(await again).toMatchObject({ isActive: false })
})
