/** Files beside an error, of all bytes and of none; a picture, a big one, and one with a name that nobody should have to deal with. */
import { Buffer } from 'node:buffer'
import * as Sentry from '@sentry/node'
import { flush, start } from './start.mjs'

start()
const allBytes = Uint8Array.from({ length: 1024 }, (_, index) => index % 256)
const big = Buffer.alloc(12 * 1024 * 1024)
for (let at = 0, state = 1; at < big.length; at += 4) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  big.writeUInt32LE(state, at)
}
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAEALAAAAAABAAEAAAICTAEAOw==', 'base64')
Sentry.withScope((scope) => {
  scope.addAttachment({ filename: 'all-bytes.bin', data: allBytes })
  scope.addAttachment({ filename: 'big.bin', data: big })
  scope.addAttachment({ filename: 'config.json', data: '{"theme":"dark ☾"}', contentType: 'application/json' })
  scope.addAttachment({ filename: 'empty.txt', data: '' })
  scope.addAttachment({ filename: '../../é "quoted".html', data: '<script>1</script>', contentType: 'text/html' })
  scope.addAttachment({ filename: 'pixel.gif', data: pixel })
  scope.addAttachment({
    filename: 'view-hierarchy.json',
    data: '{"rendering_system":"test","windows":[]}',
    attachmentType: 'event.view_hierarchy',
  })
  Sentry.captureException(new Error('with files'))
})
await flush()
