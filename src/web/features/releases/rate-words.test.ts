import { expect, it } from 'vitest'
import { formatRate, formatTroubleRate, judgeRate } from './rate-words.ts'

it.each([
  [null, '–'],
  [1, '100%'],
  [0.99999, '99.99%'],
  [0.9995, '99.95%'],
  [0.999, '99.90%'],
  [0.58, '58.00%'],
  [0, '0.00%'],
  [1 - 1 / 3, '66.66%'],
])('%j reads %s', (rate, text) => expect(formatRate(rate)).toBe(text))

it.each([
  [1, 'good'],
  [0.995, 'good'],
  [0.9949, 'fair'],
  [0.98, 'fair'],
  [0.9799, 'alarming'],
])('%d is %s', (rate, verdict) => expect(judgeRate(rate)).toBe(verdict))

it.each([
  [null, '–'],
  [0, '0%'],
  [0.00001, '0.01%'],
  [0.0005, '0.05%'],
  [1 / 3, '33.34%'],
  [1, '100.00%'],
])('%j of troubles reads %s', (rate, text) => expect(formatTroubleRate(rate)).toBe(text))
