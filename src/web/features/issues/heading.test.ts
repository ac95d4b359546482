import { expect, it } from 'vitest'
import { issueHeading, rowHeading } from './heading.ts'

const typed = { title: 'TypeError: x is undefined', metadata: { type: 'TypeError', value: 'x is undefined\nat all' } }
const synthetic = {
  title: 'sendOrder',
  metadata: { type: '', value: 'The cart is empty\nagain', function: 'sendOrder' },
}
const ruled = { title: 'Checkout is down', metadata: { type: 'Error', value: 'no answer', title: 'Checkout is down' } }
const message = { title: 'out of cheese', metadata: { title: 'out of cheese' } }

it('parts a title into type and value on the page', () => {
  expect(issueHeading(typed)).toEqual({ title: 'TypeError', message: 'x is undefined\nat all' })
})

it('says what a synthetic exception says under the function that sent it', () => {
  expect(issueHeading(synthetic)).toEqual({ title: 'sendOrder', message: 'The cart is empty\nagain' })
})

it('keeps the exception beside a rule’s title', () => {
  expect(issueHeading(ruled)).toEqual({ title: 'Checkout is down', message: 'Error: no answer' })
})

it('says nothing twice', () => {
  expect(issueHeading(message)).toEqual({ title: 'out of cheese', message: null })
  expect(issueHeading({ title: 'same', metadata: { value: 'same' } })).toEqual({ title: 'same', message: null })
  expect(issueHeading({ title: 'Error', metadata: { type: 'Error', value: '' } })).toEqual({
    title: 'Error',
    message: null,
  })
  expect(issueHeading({ title: '', metadata: {} })).toEqual({ title: '(no message)', message: null })
})

it('gives a row the whole title, and the first line of a message that is not in it', () => {
  expect(rowHeading(typed)).toEqual({ title: typed.title, message: null })
  expect(rowHeading(synthetic)).toEqual({ title: 'sendOrder', message: 'The cart is empty' })
  expect(rowHeading(ruled)).toEqual({ title: 'Checkout is down', message: 'Error: no answer' })
  expect(rowHeading(message)).toEqual({ title: 'out of cheese', message: null })
  expect(rowHeading({ title: '', metadata: { value: 'hm' } })).toEqual({ title: '(no message)', message: 'hm' })
})
