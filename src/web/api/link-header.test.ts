import { expect, it } from 'vitest'
import { readLinkHeader } from './link-header.ts'

const url = 'http://lapwing.test/api/0/organizations/acme/issues/?query=a,b&cursor='

it('reads the cursors of pages that have results', () => {
  const header = `<${url}0:0:1>; rel="previous"; results="false"; cursor="0:0:1", <${url}0:25:0>; rel="next"; results="true"; cursor="0:25:0"`
  expect(readLinkHeader(header)).toEqual({ previous: null, next: '0:25:0' })
})

it('gives nothing for a missing or foreign header', () => {
  expect(readLinkHeader(null)).toEqual({ previous: null, next: null })
  expect(readLinkHeader('<https://a.test/>; rel="preload"')).toEqual({ previous: null, next: null })
})
