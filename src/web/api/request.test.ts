import { describe, expect, it } from 'vitest'
import { readErrorBody, writeQuery } from './request.ts'

describe('writeQuery', () => {
  it('repeats lists and leaves out what is not there', () => {
    expect(
      writeQuery({ project: ['1', '2'], query: 'is:unresolved a b', cursor: null, sort: undefined, limit: 25 }),
    ).toBe('?project=1&project=2&query=is%3Aunresolved+a+b&limit=25')
    expect(writeQuery({ cursor: null })).toBe('')
  })
  it('keeps the empty text: a query without conditions is not the default one', () => {
    expect(writeQuery({ query: '' })).toBe('?query=')
  })
})

describe('readErrorBody', () => {
  it('keeps the server’s detail', () => {
    const error = readErrorBody(400, { detail: 'Invalid search query: no such field' })
    expect([error.status, error.message]).toEqual([400, 'Invalid search query: no such field'])
  })
  it('names fields', () => {
    const error = readErrorBody(400, { name: ['This field may not be blank.'] })
    expect(error.fields).toEqual({ name: 'This field may not be blank.' })
    expect(error.message).toBe('This field may not be blank.')
  })
  it('reads a detail that is an object, and says the status when there are no words', () => {
    expect(readErrorBody(409, { detail: { code: 'x', message: 'Taken' } }).message).toBe('Taken')
    expect(readErrorBody(502, null).message).toBe('The server answered 502.')
  })
})
