import type { Breadcrumb } from '../../api/types.ts'

export type BreadcrumbKind = 'http' | 'navigation' | 'ui' | 'console' | 'query' | 'error' | 'system' | 'note'

/** Groups the types and categories that SDKs send into a few kinds, each with an icon. */
export function breadcrumbKind(crumb: Pick<Breadcrumb, 'type' | 'category' | 'level'>): BreadcrumbKind {
  const type = crumb.type ?? ''
  const category = crumb.category ?? ''
  if (type === 'error' || category === 'sentry.event' || category === 'sentry.transaction' || category === 'exception')
    return 'error'
  if (type === 'http' || /^(fetch|xhr|http|ajax|request|urllib3?|okhttp)/.test(category)) return 'http'
  if (type === 'navigation' || /^(navigation|react-router|route)/.test(category)) return 'navigation'
  if (type === 'ui' || type === 'user' || /^(ui\.|touch|gesture|app\.lifecycle)/.test(category)) return 'ui'
  if (type === 'query' || /^(query|db|sql|redis)/.test(category)) return 'query'
  if (category === 'console' || type === 'debug') return 'console'
  if (type === 'system' || /^(device|network|battery|app)\b/.test(category)) return 'system'
  return 'note'
}

/** One line that says what happened: the message, or what the data of its kind tell. */
export function breadcrumbLine(crumb: Breadcrumb): string {
  if (crumb.message) return crumb.message
  const read = (key: string) => {
    const value = crumb.data?.[key]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  const kind = breadcrumbKind(crumb)
  if (kind === 'http')
    return [read('method'), read('url'), read('status_code') && `[${read('status_code')}]`].filter(Boolean).join(' ')
  if (kind === 'navigation' && (read('from') || read('to'))) return `${read('from') || '?'} → ${read('to') || '?'}`
  return ''
}
