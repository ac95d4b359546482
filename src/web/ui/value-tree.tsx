import { useState } from 'react'
import type { Json } from '../../protocol/event.ts'
import { plural } from '../format/number.ts'

/** How many members of a list or object stand open before the rest folds. */
const openMembers = 50

/** A JSON value to read and to unfold. Nested ones start folded below `depth` levels. */
export function ValueTree({ value, depth = 1 }: { value: Json; depth?: number }) {
  if (value === null) return <code className="text-text-3">null</code>
  if (typeof value === 'string') return <StringValue text={value} />
  if (typeof value !== 'object') return <code className="text-(--code-constant)">{String(value)}</code>
  const entries: [string, Json][] = Array.isArray(value)
    ? value.map((one, index) => [String(index), one])
    : Object.entries(value)
  if (entries.length === 0) return <code className="text-text-3">{Array.isArray(value) ? '[]' : '{}'}</code>
  return <Branch entries={entries} isList={Array.isArray(value)} depth={depth} />
}

function StringValue({ text }: { text: string }) {
  if (text === '') return <code className="text-text-3">(empty)</code>
  if (text === '[Filtered]') return <span className="rounded-sm bg-surface-2 px-1 text-12 text-text-3">[Filtered]</span>
  return <code className="whitespace-pre-wrap wrap-any text-text-1">{text}</code>
}

function Branch({ entries, isList, depth }: { entries: [string, Json][]; isList: boolean; depth: number }) {
  const [open, setOpen] = useState(depth > 0)
  const [all, setAll] = useState(false)
  const count = plural(entries.length, isList ? 'item' : 'member')
  const shown = all ? entries : entries.slice(0, openMembers)
  return (
    <div className="min-w-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="rounded-sm text-12 text-text-3 hover:text-text-1"
      >
        <span aria-hidden>{open ? '▾' : '▸'}</span> {count}
      </button>
      {open && (
        <div className="ml-1 border-l border-line pl-3">
          {shown.map(([key, member]) => (
            <div key={key} className="flex min-w-0 gap-2 py-px">
              <code className="shrink-0 text-text-2">{key}</code>
              <div className="min-w-0">
                <ValueTree value={member} depth={depth - 1} />
              </div>
            </div>
          ))}
          {shown.length < entries.length && (
            <button type="button" onClick={() => setAll(true)} className="text-12 text-accent hover:underline">
              Show {plural(entries.length - shown.length, 'more', 'more')}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
