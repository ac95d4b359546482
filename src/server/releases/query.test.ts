import { describe, expect, test } from 'vitest'
import { meetsCondition } from '../storage/meta/release-condition.ts'
import { readReleaseQuery } from './query.ts'

const names = ['shop@1.2.3+45', 'shop@1.2.4', 'shop@2.0.0-rc.1', 'app@1.2.9+b7', 'main', 'Deadbeef', 'with "quotes"']

const read = (query: string) => readReleaseQuery(query, async (stages, isNegated) => (isNegated ? ['main'] : stages))

async function found(query: string): Promise<string[]> {
  const where = await read(query)
  return names.filter((name) => meetsCondition(name, where))
}

describe('a query for releases', () => {
  test.each([
    ['', names],
    ['beef', ['Deadbeef']],
    ['SHOP@1.2', ['shop@1.2.3+45', 'shop@1.2.4']],
    ['shop rc', []],
    ['sh*rc', ['shop@2.0.0-rc.1']],
    ['release:main', ['main']],
    ['release:MAIN', []],
    ['version:[main, "shop@1.2.4"]', ['shop@1.2.4', 'main']],
    ['release:shop@*', ['shop@1.2.3+45', 'shop@1.2.4', 'shop@2.0.0-rc.1']],
    ['!release:shop@*', ['app@1.2.9+b7', 'main', 'Deadbeef', 'with "quotes"']],
    ['release.version:>1.2.3', ['shop@1.2.4', 'shop@2.0.0-rc.1', 'app@1.2.9+b7']],
    ['release.version:>=1.2.3 release.version:<2', ['shop@1.2.3+45', 'shop@1.2.4', 'shop@2.0.0-rc.1', 'app@1.2.9+b7']],
    ['release.version:1.2.4', ['shop@1.2.4']],
    ['release.version:shop@1.2.*', ['shop@1.2.3+45', 'shop@1.2.4']],
    ['!release.version:1.2.*', ['shop@2.0.0-rc.1', 'main', 'Deadbeef', 'with "quotes"']],
    ['release.package:app', ['app@1.2.9+b7']],
    ['release.build:b7', ['app@1.2.9+b7']],
    ['release.build:>=45', ['shop@1.2.3+45']],
    ['main OR release.package:app', ['app@1.2.9+b7', 'main']],
    ['shop !release:*rc*', ['shop@1.2.3+45', 'shop@1.2.4']],
    ['release.stage:Deadbeef', ['Deadbeef']],
    ['release.stage:[Deadbeef, shop@1.2.4]', ['shop@1.2.4', 'Deadbeef']],
    ['!release.stage:x', ['main']],
    ['release.stage:x OR shop rc', []],
  ])('%s', async (query, expected) => {
    expect(await found(query)).toEqual(expected)
  })

  test.each([
    ['release.version:abc', 'Invalid version "abc": versions look like 1.2.3.'],
    ['release.version:>1.2.*', 'Invalid version "1.2.*".'],
    ['release.build:>x', 'Invalid build "x": a number is needed to compare with.'],
    ['is:unresolved', 'Releases cannot be searched for by "is".'],
    ['os.name:x', 'Invalid key. "os.name" is not a supported search key.'],
    ['(main', expect.any(String)],
  ])('%s is refused', async (query, detail) => {
    await expect(read(query)).rejects.toMatchObject({ code: 'invalid_query', detail })
  })
})
