import { once } from 'node:events'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LapwingError } from '../errors.ts'
import { asFound, eventRow, hexIdOf } from './events/sample-rows.ts'
import { connectStorage } from './remote.ts'
import type { Storage } from './storage.ts'

/** Stores of a few lines, served by the real `serveStorage` in a real thread. */
const workerCode = `
  const { parentPort, workerData } = require('node:worker_threads')
  Promise.all([import(workerData.remote), import(workerData.model), import(workerData.errors)]).then(
    ([{ serveStorage }, { openEventModel }, { LapwingError }]) => {
      class OddError extends Error { name = 'OddError'; code = 'EODD' }
      let waiting = []
      const meta = {
        marker: 'own state',
        async findUserByEmail(email) { return { email, marker: this.marker } },
        async countUsers() { throw new LapwingError('conflict', { detail: 'taken', causes: ['a'], fields: { slug: ['taken'] }, headers: { 'x-a': '1' } }) },
        async listOrganizations() { throw new OddError('odd') },
        async findOrganization() { throw 'a string' },
        async findUser() { return () => 'a function' },
        listProjects() { throw new RangeError('thrown at once') },
        // Answers only when called a second time.
        findProjectById(id) {
          return new Promise((resolve) => {
            waiting.push(() => resolve({ id }))
            if (waiting.length === 2) for (const answer of waiting.splice(0).reverse()) answer()
          })
        },
        findIssue() { return new Promise(() => {}) },
        async findKey() { process.exit(3) },
      }
      const storage = { meta, payloads: {}, events: openEventModel(), close: async () => {} }
      parentPort.on('message', (port) => serveStorage(port, storage))
      parentPort.postMessage('ready')
    },
  )`

const urlOf = (file: string) => new URL(file, import.meta.url).href

describe('stores of another thread', () => {
  let worker: Worker
  let storage: Storage

  function connect(): { port: MessagePort; storage: Storage } {
    const { port1, port2 } = new MessageChannel()
    worker.postMessage(port2, [port2])
    return { port: port1, storage: connectStorage(port1) }
  }

  beforeEach(async () => {
    const workerData = {
      remote: urlOf('./remote.ts'),
      model: urlOf('./events/model.ts'),
      errors: urlOf('../errors.ts'),
    }
    worker = new Worker(workerCode, { eval: true, workerData })
    await once(worker, 'message')
    storage = connect().storage
  })
  afterEach(async () => {
    await storage.close()
    await worker.terminate()
  })

  it('take and give plain data', async () => {
    const row = eventRow({ eventId: hexIdOf(1), tags: [['a', '\0"😀']] })
    const batch = { spool: 'spool', from: 0, to: 9, rows: [row] }
    expect(await storage.events.append(batch)).toBe(true)
    expect(await storage.events.append(batch)).toBe(false)
    expect(await storage.events.offset('spool')).toBe(9)
    expect(await storage.events.findEvent([1], hexIdOf(1))).toEqual(asFound(row))
    const everything = {
      projectIds: [1],
      environments: null,
      start: null,
      end: null,
      where: { kind: 'and' as const, of: [] },
    }
    const { issueIds, events } = await storage.events.matchIssues({
      ...everything,
      issueIds: null,
      figures: ['events'],
    })
    expect([issueIds, events]).toEqual([Float64Array.of(1), Float64Array.of(1)])
    expect(await storage.events.findEvent([1], hexIdOf(2))).toBeNull()
  })

  it('are called as methods of their store', async () => {
    expect(await storage.meta.findUserByEmail('a@example.com')).toEqual({
      email: 'a@example.com',
      marker: 'own state',
    })
  })

  it('hand expected errors over whole', async () => {
    const error = await storage.meta.countUsers().catch((error: unknown) => error)
    expect(error).toBeInstanceOf(LapwingError)
    expect(error).toMatchObject({
      name: 'LapwingError',
      code: 'conflict',
      status: 409,
      detail: 'taken',
      causes: ['a'],
      fields: { slug: ['taken'] },
      headers: { 'x-a': '1' },
    })
  })

  it('hand other errors over with name, message and code', async () => {
    await expect(storage.meta.listOrganizations(1)).rejects.toMatchObject({
      name: 'OddError',
      message: 'odd',
      code: 'EODD',
    })
    await expect(storage.meta.findOrganization('x')).rejects.toThrow('a string')
    await expect(storage.meta.listProjects(1)).rejects.toMatchObject({ name: 'RangeError', message: 'thrown at once' })
    expect(await storage.events.offset('spool')).toBe(0)
  })

  it('refuse what cannot be cloned, either way, and go on', async () => {
    await expect(storage.meta.findUser(1)).rejects.toThrow('could not be cloned')
    const findUser: (email: never) => Promise<unknown> = (email) => storage.meta.findUserByEmail(email)
    await expect(Reflect.apply(findUser, null, [() => 'a function'])).rejects.toThrow('could not be cloned')
    expect(await storage.events.offset('spool')).toBe(0)
  })

  it('answer only the methods of the ports', async () => {
    const { port } = connect()
    const calls: [string, string][] = [
      ['events', 'close'],
      ['events', 'constructor'],
      ['events', '__proto__'],
      ['__proto__', 'toString'],
      ['constructor', 'constructor'],
      ['meta', 'marker'],
      ['close', 'call'],
      ['', ''],
    ]
    for (const [id, [store, method]] of calls.entries()) {
      const reply = once(port, 'message')
      port.postMessage({ id: -1 - id, store, method, args: [] })
      expect(await reply).toMatchObject([
        { id: -1 - id, failure: { message: expect.stringContaining('no such method') } },
      ])
    }
    port.close()
  })

  it('serve several clients side by side', async () => {
    const other = connect().storage
    // Each waits for the other: they would wait for ever if calls were answered one at a time.
    const both = await Promise.all([storage.meta.findProjectById(1), other.meta.findProjectById(2)])
    expect(both).toEqual([{ id: 1 }, { id: 2 }])
    await other.close()
    expect(await storage.events.offset('spool')).toBe(0)
    await expect(other.events.offset('spool')).rejects.toThrow('ended')
  })

  it('answer a thousand calls at once, each with its own answer', async () => {
    const emails = Array.from({ length: 1_000 }, (_, i) => `${i}@example.com`)
    const users = await Promise.all(emails.map((email) => storage.meta.findUserByEmail(email)))
    expect(users.map((user) => user?.email)).toEqual(emails)
  })

  it('reject calls under way and to come when the thread dies', async () => {
    const waiting = storage.meta.findIssue(1)
    const deadly = storage.meta.findKey('x')
    await expect(waiting).rejects.toThrow('ended')
    await expect(deadly).rejects.toThrow('ended')
    await expect(storage.events.offset('spool')).rejects.toThrow('ended')
  })

  it('reject calls under way when this side closes', async () => {
    const waiting = storage.meta.findIssue(1).catch((error: unknown) => error)
    await storage.close()
    expect(await waiting).toMatchObject({ message: 'the storage thread ended' })
  })
})
