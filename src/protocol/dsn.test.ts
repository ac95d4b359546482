import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Dsn, type DsnFault, formatDsn, parseDsn } from './dsn.ts'

const plain: Dsn = {
  scheme: 'https',
  publicKey: 'abc',
  secretKey: null,
  host: 'sentry.example.com',
  port: null,
  path: '',
  projectId: '42',
}

describe('parseDsn', () => {
  it.each<[string, Partial<Dsn>]>([
    ['https://abc@sentry.example.com/42', {}],
    ['https://abc:@sentry.example.com/42', {}],
    ['https://abc:def@sentry.example.com/42', { secretKey: 'def' }],
    ['https://abc@sentry.example.com:443/42', {}],
    ['http://abc@localhost:9000/42', { scheme: 'http', host: 'localhost', port: 9000 }],
    ['HTTPS://abc@sentry.example.com/a/prefix/42/', { path: '/a/prefix' }],
    ['https://abc@sentry.example.com/42?timeout=3', {}],
    ['http://abc@[::1]:9000/42', { scheme: 'http', host: '[::1]', port: 9000 }],
    ['http://abc@[::1]/42', { scheme: 'http', host: '[::1]' }],
  ])('takes %s apart', (text, expected) => {
    expect(parseDsn(text)).toEqual({ ok: true, dsn: { ...plain, ...expected } })
  })

  it.each<[string, DsnFault]>([
    ['', 'no_scheme'],
    ['://abc@host/1', 'no_scheme'],
    ['ftp://abc@host/1', 'unknown_scheme'],
    ['https://host/1', 'no_public_key'],
    ['https://@host/1', 'no_public_key'],
    ['https://:secret@host/1', 'no_public_key'],
    ['https://abc@/1', 'no_host'],
    ['https://abc@host:0/1', 'invalid_port'],
    ['https://abc@host:http/1', 'invalid_port'],
    ['https://abc@host', 'no_project_id'],
    ['https://abc@host/', 'no_project_id'],
    ['https://abc@host/project', 'no_project_id'],
  ])('says what is wrong with %s', (text, reason) => {
    expect(parseDsn(text)).toEqual({ ok: false, reason })
  })

  it('undoes formatDsn', () => {
    const name = fc.stringMatching(/^[a-z0-9]{1,12}$/)
    const dsn = fc.record<Dsn>({
      scheme: fc.constantFrom('http', 'https'),
      publicKey: name,
      secretKey: fc.option(name),
      host: fc.oneof(name, fc.constant('[fe80::1]')),
      port: fc.option(fc.integer({ min: 1024, max: 65535 })),
      path: fc.constantFrom('', '/prefix', '/a/b'),
      projectId: fc.nat().map(String),
    })
    fc.assert(
      fc.property(dsn, (dsn) => {
        expect(parseDsn(formatDsn(dsn))).toEqual({ ok: true, dsn })
      }),
    )
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseDsn(`https://${text}`)).toHaveProperty('ok')
      }),
    )
  })
})
