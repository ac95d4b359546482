import { expect, test } from 'vitest'
import { deviceWords, healthWords, nameOf, worstOf } from './session-words.ts'

test.each([
  [{ manufacturer: 'Google', model: 'Pixel 9' }, 'Google Pixel 9'],
  [{ manufacturer: 'samsung', model: 'Samsung S26' }, 'Samsung S26'],
  [{ model: 'iPhone 18' }, 'iPhone 18'],
  [{ manufacturer: 'Apple' }, 'Apple'],
  [{}, ''],
])('the device %j is called %j', (device, words) => {
  expect(deviceWords(device)).toBe(words)
})

test('a user is called by name before email before id', () => {
  expect(nameOf({ user: { id: '7', email: 'jane@shop.test', name: 'Jane' } })).toEqual({
    name: 'Jane',
    also: 'jane@shop.test',
  })
  expect(nameOf({ user: { id: '7', email: null, name: null } })).toEqual({ name: '7', also: null })
  expect(nameOf({ user: { id: null, email: null, name: null } })).toEqual({ name: 'Anonymous', also: null })
})

test('of several sessions of release health the worst says how it was', () => {
  const one = (status: 'ok' | 'exited' | 'unhandled' | 'abnormal' | 'crashed', isErrored = false) => ({
    sid: status,
    status,
    is_errored: isErrored,
    started: '2026-11-20T12:00:00Z',
    duration: null,
    release: null,
    environment: null,
  })
  expect(worstOf([])).toBe(null)
  expect(worstOf([one('exited'), one('crashed', true), one('abnormal', true)])?.status).toBe('crashed')
  expect(worstOf([one('exited'), one('ok', true)])?.status).toBe('ok')
  expect(worstOf([one('ok'), one('exited')])?.status).toBe('exited')
  expect(healthWords(one('ok', true))).toBe('open, with errors')
})
