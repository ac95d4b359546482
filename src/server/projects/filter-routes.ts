import { type Static, Type } from '../http/type.ts'
import { legacyBrowserIds } from '../digest/filters/legacy-browsers.ts'
import type { FilterSettings } from '../digest/types.ts'
import { LapwingError } from '../errors.ts'
import { route } from '../http/route.ts'
import { nullable } from '../http/schema.ts'
import type { Project, ProjectOptions } from '../storage/meta/ports/projects.ts'

const tags = ['Projects']
const path = '/projects/{organization_id_or_slug}/{project_id_or_slug}/filters/'

/** The filters that are on or off, by the id that Sentry gives them. */
const switches = {
  'browser-extensions': 'browserExtensions',
  localhost: 'localhost',
  'web-crawlers': 'webCrawlers',
  'react-hydration-errors': 'reactHydrationErrors',
  'chunk-load-error': 'chunkLoadErrors',
} as const satisfies Record<string, keyof FilterSettings>

/** Sentry's id of the filter for health checks among transactions: kept, without transactions to filter. */
const transactions = 'filtered-transaction'
const transactionsOption = 'filters:filtered-transaction'

const listFilters = route({
  method: 'GET',
  path,
  permission: ['project:read', 'project:write', 'project:admin'],
  response: Type.Array(
    Type.Object({ id: Type.String(), active: Type.Union([Type.Boolean(), Type.Array(Type.String())]) }),
  ),
  summary: 'Inbound filters: on, off, or the legacy browsers that are filtered',
  tags,
  async handler({ project }) {
    const { filters } = project.settings
    return [
      ...Object.entries(switches).map(([id, name]) => ({ id, active: filters[name] })),
      { id: 'legacy-browsers', active: filters.legacyBrowsers.length > 0 ? filters.legacyBrowsers : false },
      { id: transactions, active: project.options.further?.[transactionsOption] === true },
    ]
  },
})

const FilterBody = Type.Object({
  active: Type.Optional(Type.Boolean()),
  subfilters: Type.Optional(nullable(Type.Array(Type.Enum(legacyBrowserIds), { maxItems: 50 }))),
})

const putFilter = route({
  method: 'PUT',
  path: `${path}{filter_id}/`,
  permission: ['project:write', 'project:admin'],
  body: FilterBody,
  response: null,
  summary: 'Switch an inbound filter',
  tags,
  async handler({ project, params, body }, services) {
    await services.storage.meta.updateProject(project.id, applyFilter(project, params.filter_id, body))
    services.onProjectsChanged?.()
  },
})

function applyFilter(
  project: Project,
  id: string,
  body: Static<typeof FilterBody>,
): { settings?: Project['settings']; options?: Partial<ProjectOptions> } {
  const { settings, options } = project
  if (id === 'legacy-browsers') {
    const legacyBrowsers = body.subfilters ?? switchAll(body.active)
    return { settings: { ...settings, filters: { ...settings.filters, legacyBrowsers } } }
  }
  const name = Object.entries(switches).find(([known]) => known === id)?.[1]
  if (name === undefined && id !== transactions) throw new LapwingError('not_found')
  if (body.active === undefined) {
    throw new LapwingError('invalid_input', { fields: { active: ['This field is required.'] } })
  }
  if (name === undefined) return { options: { further: { ...options.further, [transactionsOption]: body.active } } }
  return { settings: { ...settings, filters: { ...settings.filters, [name]: body.active } } }
}

/** All current browsers, or none; ids with a version in them are former spellings. */
function switchAll(isActive: boolean | undefined): string[] {
  if (isActive === undefined)
    throw new LapwingError('invalid_input', { fields: { subfilters: ['This field is required.'] } })
  return isActive ? legacyBrowserIds.filter((id) => !/_pre_|\d/.test(id)) : []
}

export const projectFilterRoutes = [listFilters, putFilter]
