import { describe, expect, it } from 'vitest'
import { readDsn } from './curl.ts'
import { findPlatform, platforms } from './platforms.ts'

const dsn = 'http://0123456789abcdef0123456789abcdef@lapwing.test:9000/7'

describe.each(platforms.map((platform) => [platform.id, platform] as const))('%s', (_id, platform) => {
  const snippets = platform.snippets(dsn)
  it('carries the DSN, or its key where a DSN cannot be given', () => {
    expect(snippets.some(({ code }) => code.includes(dsn))).toBe(true)
  })
  it('leaves nothing to be filled in', () => {
    for (const { code } of snippets) expect(code).not.toMatch(/\$\{|undefined|YOUR|<dsn>/i)
  })
  it('titles every piece once', () => {
    const titles = snippets.map(({ title }) => title)
    expect(new Set(titles).size).toBe(titles.length)
  })
})

it('names each platform once', () => {
  expect(new Set(platforms.map(({ id }) => id)).size).toBe(platforms.length)
})

it('finds the nearest platform', () => {
  expect(
    ['javascript-react', 'javascript-angular', 'python-celery', 'cobol', null].map((id) => findPlatform(id).id),
  ).toEqual(['javascript-react', 'javascript', 'python', 'other', 'other'])
})

describe('readDsn', () => {
  it('takes a DSN apart, with and without a path', () => {
    expect(readDsn(dsn)).toEqual({
      origin: 'http://lapwing.test:9000',
      key: '0123456789abcdef0123456789abcdef',
      path: '',
      project: '7',
    })
    expect(readDsn('https://k:secret@h.test/errors/in/42')).toEqual({
      origin: 'https://h.test',
      key: 'k',
      path: '/errors/in',
      project: '42',
    })
  })
  it('refuses what is none', () => {
    expect(['', 'http://h.test/1', 'ftp://k@h.test/1'].map(readDsn)).toEqual([null, null, null])
  })
})
