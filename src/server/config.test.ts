import { describe, expect, test } from 'vitest'
import { describeOptions, readConfig, variableOf } from './config.ts'

function read(argv: string[], environment: Record<string, string> = {}) {
  const result = readConfig(argv, environment)
  if (!result.ok) throw new Error(result.reason)
  return result
}

describe('readConfig', () => {
  test('a flag wins over its variable, the variable over the fallback', () => {
    expect(read(['--port', '9100'], { LAPWING_PORT: '9200' }).config.port).toBe(9100)
    expect(read([], { LAPWING_PORT: '9200' }).config.port).toBe(9200)
    expect(read([]).config.port).toBe(9000)
  })

  test('takes --name=value and hands back what is not an option', () => {
    const { config, rest } = read(['project', 'create', '--data=/tmp/x', 'My shop', '--scope', 'org:read'])
    expect(config.data).toBe('/tmp/x')
    expect(rest).toEqual(['project', 'create', 'My shop', '--scope', 'org:read'])
  })

  test('says which option is wrong', () => {
    expect(readConfig(['--port', 'x'], {})).toEqual({
      ok: false,
      reason: '--port (LAPWING_PORT) must be a whole number, not "x"',
    })
    expect(readConfig(['--port'], {})).toEqual({ ok: false, reason: '--port needs a value' })
    expect(readConfig([], { LAPWING_URL: 'nonsense' })).toMatchObject({ ok: false })
    expect(readConfig(['--port', '70000'], {})).toMatchObject({ ok: false })
  })

  test('the help names every flag and its variable', () => {
    for (const name of ['data', 'port', 'min-free-disk-mb']) {
      expect(describeOptions()).toContain(`--${name}`)
      expect(describeOptions()).toContain(variableOf(name))
    }
  })
})
