import { useState } from 'react'
import type { Json } from '../../../protocol/event.ts'
import type { EventDetail, RequestData } from '../../api/types.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Section } from '../../ui/section.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { ValueTable } from '../../ui/value-table.tsx'
import { ValueTree } from '../../ui/value-tree.tsx'
import { fullUrl, writeCurl, writeRawRequest } from './curl.ts'
import { findEntry } from './entries.ts'

type View = 'table' | 'raw' | 'curl'

/** The HTTP request that was being served: as a table, as it was sent, or as a curl command. */
export function RequestSection({ event }: { event: EventDetail }) {
  const request = findEntry(event, 'request')
  const [view, setView] = useState<View>('table')
  if (!request || (!request.url && !request.headers?.length && !request.data)) return null
  return (
    <Section
      title="Request"
      actions={
        <Segmented
          label="Request as"
          value={view}
          options={[
            { value: 'table', label: 'Table' },
            { value: 'raw', label: 'Raw' },
            { value: 'curl', label: 'curl' },
          ]}
          onChange={setView}
        />
      }
    >
      <p className="mb-3 font-mono text-12 wrap-any">
        <span className="font-semibold">{request.method ?? 'GET'}</span> {fullUrl(request)}
        {request.fragment && <span className="text-text-3">#{request.fragment}</span>}
      </p>
      {view === 'table' && <RequestTable request={request} />}
      {view === 'raw' && <CodeBlock code={writeRawRequest(request)} language="text" copyLabel="Copy the raw request" />}
      {view === 'curl' && <CodeBlock code={writeCurl(request)} language="bash" copyLabel="Copy the curl command" />}
    </Section>
  )
}

function RequestTable({ request }: { request: RequestData }) {
  const isEmpty = (value: Json | undefined) => value === null || value === undefined || value === ''
  return (
    <div className="flex flex-col gap-4">
      <Part title="Query" rows={request.query} />
      {!isEmpty(request.data) && (
        <div>
          <h3 className="pb-1 text-12 font-medium text-text-3">
            Body{request.inferredContentType && ` · ${request.inferredContentType}`}
          </h3>
          <ValueTree value={request.data} depth={2} />
        </div>
      )}
      <Part title="Headers" rows={request.headers} />
      <Part title="Cookies" rows={request.cookies} />
      <Part title="Environment" rows={Object.entries(request.env ?? {})} />
    </div>
  )
}

function Part({ title, rows }: { title: string; rows: [string, Json][] | null }) {
  if (!rows?.length) return null
  return (
    <div>
      <h3 className="pb-1 text-12 font-medium text-text-3">{title}</h3>
      <ValueTable rows={rows} />
    </div>
  )
}
