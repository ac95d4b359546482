import type { Template } from '../../../protocol/event.ts'
import type { Reader } from './read.ts'
import { asRecord, list, readCount, fieldsReader, text } from './read.ts'

const lines = list(text(256), 64)

const readMembers = fieldsReader<Template>({
  filename: text(1024),
  abs_path: text(2048),
  lineno: readCount,
  pre_context: lines,
  context_line: text(256),
  post_context: lines,
})

/** The template being rendered, as Django's SDK sends it. */
export const readTemplate: Reader<Template> = (notes, value) => {
  const record = asRecord(notes, value)
  if (record === null) return null
  const template = readMembers(notes, record)
  return Object.keys(template).length > 0 ? template : null
}
