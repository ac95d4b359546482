import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { firstLoadSize } from '../../scripts/web-sizes.ts'

const directory = join(import.meta.dirname, '../../dist/web')
/** First load, gzipped script: the budget of the design. */
const budget = 200_000

// `npm test` builds first; a bare `vitest run` on a fresh clone has nothing to measure.
describe.skipIf(!existsSync(join(directory, '.built')))('the built pages', () => {
  it.each([
    'issues/issue-list-page',
    'issues/issue-page',
    'releases/release-list-page',
    'replays/replay-list-page',
    'replays/replay-page',
    'releases/release-page',
    'projects/setup-page',
    'users/sign-in-page',
  ])('%s loads within the budget', (page) => {
    const size = firstLoadSize(directory, `features/${page}.tsx`)
    expect(size.script).toBeGreaterThan(50_000)
    expect(size.script).toBeLessThan(budget)
  })

  it('fetch the chart and the highlighter only when they are needed', () => {
    for (const page of ['issues/issue-page', 'releases/release-page']) {
      const { files } = firstLoadSize(directory, `features/${page}.tsx`)
      expect(files.filter((file) => /-chart-|plot-|engine-javascript|tsx-|highlighter-core/.test(file))).toEqual([])
    }
  })

  it.each(['index.html', 'replay-stage/index.html'])(
    '%s carries no inline script, no inline style, no other host',
    (name) => {
      const page = readFileSync(join(directory, name), 'utf8')
      expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/)
      expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|https?:\/\//)
    },
  )

  it('have every asset as a file, none as a data: URL in the style', () => {
    const assets = join(directory, 'assets')
    const styles = readdirSync(assets).filter((name) => name.endsWith('.css'))
    expect(styles.length).toBeGreaterThan(0)
    for (const name of styles) expect(readFileSync(join(assets, name), 'utf8')).not.toContain('url(data:')
  })
})
