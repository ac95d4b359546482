import type { ReactNode } from 'react'
import type { Json } from '../../protocol/event.ts'
import { ValueTree } from './value-tree.tsx'

/** Names at the left, values at the right, a hairline between rows. */
export function ValueTable({ rows, depth = 1 }: { rows: [string, Json][]; depth?: number }) {
  return (
    <Rows>
      {rows.map(([name, value], index) => (
        <Row key={`${name}:${index}`} name={name}>
          <ValueTree value={value} depth={depth} />
        </Row>
      ))}
    </Rows>
  )
}

function Rows({ children }: { children: ReactNode }) {
  return <dl className="text-13">{children}</dl>
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-3 border-b border-line py-1 last:border-b-0 max-sm:flex-col max-sm:gap-0">
      <dt className="w-44 shrink-0 text-12 leading-5 text-text-2 wrap-any">{name}</dt>
      <dd className="min-w-0 grow wrap-any">{children}</dd>
    </div>
  )
}
