import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { organizationsQuery } from '../../api/queries.ts'

/** Slug of the organisation in the URL, or of the first one on pages that are about none. */
export function useOrg(): string {
  const params = useParams({ strict: false })
  const { data } = useSuspenseQuery(organizationsQuery)
  return params.org ?? data[0]?.slug ?? ''
}
