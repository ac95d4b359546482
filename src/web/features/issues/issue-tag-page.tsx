import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { type IssueTagValue, type TagValueSort, tagValueSorts } from '../../api/tags.ts'
import { formatShare, plural } from '../../format/number.ts'
import { Button } from '../../ui/button.tsx'
import { Count } from '../../ui/count.tsx'
import { inputClass } from '../../ui/field.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { conditionOf } from './completion.ts'
import { IssuePartFrame } from './issue-part-frame.tsx'
import { issueTagQuery, issueTagValuesQuery } from './queries.ts'

const route = getRouteApi('/app/organizations/$org/issues/$issue/tags/$tag')

/** One tag of an issue: all its values, how many events have each, and when. */
export function IssueTagPage() {
  const { org, issue, tag: key } = route.useParams()
  const { environment } = route.useSearch()
  const [text, setText] = useState('')
  const [sort, setSort] = useState<TagValueSort>('count')
  const query = useDeferredValue(text.trim())
  const { data: tag } = useQuery(issueTagQuery(org, issue, key, environment))
  const list = useInfiniteQuery(issueTagValuesQuery(org, issue, key, { query, sort, environment }))
  const values = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <IssuePartFrame org={org} issue={issue} environment={environment} title={key}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 pb-3">
        <input
          type="search"
          aria-label="Search values"
          placeholder="Values that hold …"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={`${inputClass} !h-8 max-w-72`}
        />
        <Segmented label="Sorted by" size="normal" value={sort} options={[...tagValueSorts]} onChange={setSort} />
        {tag && (
          <span className="text-12 text-text-3">
            {plural(tag.uniqueValues, 'value')} in {plural(tag.totalValues, 'event')}
          </span>
        )}
      </div>
      {list.error && <ErrorLine>{list.error.message}</ErrorLine>}
      {list.isPending && <Skeleton className="h-40" />}
      {list.isSuccess && values.length === 0 && <p className="py-6 text-13 text-text-3">No value holds that.</p>}
      {values.length > 0 && <Values org={org} issue={issue} tag={key} values={values} total={tag?.totalValues ?? 0} />}
      {list.hasNextPage && (
        <div className="flex justify-center pt-4">
          <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            More values
          </Button>
        </div>
      )}
    </IssuePartFrame>
  )
}

const cell = 'border-b border-line px-2 py-1.5 first:pl-0 last:pr-0'

function Values({
  org,
  issue,
  tag,
  values,
  total,
}: {
  org: string
  issue: string
  tag: string
  values: IssueTagValue[]
  total: number
}) {
  return (
    <table className="w-full table-fixed text-left text-13">
      <thead className="text-12 text-text-3">
        <tr>
          <th className={`${cell} font-normal`}>Value</th>
          <th className={`${cell} w-44 font-normal max-md:w-16`}>Share</th>
          <th className={`${cell} w-20 text-right font-normal max-md:w-14`}>Events</th>
          <th className={`${cell} w-32 text-right font-normal max-md:w-20`}>Last seen</th>
          <th className={`${cell} w-32 text-right font-normal max-md:hidden`}>First seen</th>
        </tr>
      </thead>
      <tbody>
        {values.map((value) => {
          const share = total > 0 ? value.count / total : 0
          return (
            <tr key={value.value} className="hover:bg-surface-1">
              <td className={`${cell} font-mono text-12 wrap-any`}>
                <Link
                  from="/organizations/$org/issues/$issue/tags/$tag"
                  to="/organizations/$org/issues/$issue/events/"
                  params={{ org, issue }}
                  search={(before) => ({ ...before, eventQuery: conditionOf(tag, value.value) })}
                  title="Events with it"
                  className="hover:underline"
                >
                  {value.name || value.value || '(empty)'}
                </Link>
              </td>
              <td className={cell}>
                <span className="flex items-center gap-2">
                  <span aria-hidden className="h-1.5 grow overflow-hidden rounded-full bg-surface-2 max-md:hidden">
                    <span
                      className="block h-full rounded-full bg-accent"
                      style={{ width: `${Math.max(1, share * 100)}%` }}
                    />
                  </span>
                  <span className="numeric w-9 shrink-0 text-right text-12 text-text-3">{formatShare(share)}</span>
                </span>
              </td>
              <td className={`${cell} numeric text-right`}>
                <Count value={value.count} />
              </td>
              <td className={`${cell} text-right text-12 text-text-2`}>
                <span className="max-md:hidden">
                  <Time iso={value.lastSeen} words />
                </span>
                <span className="md:hidden">
                  <Time iso={value.lastSeen} />
                </span>
              </td>
              <td className={`${cell} text-right text-12 text-text-2 max-md:hidden`}>
                <Time iso={value.firstSeen} words />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
