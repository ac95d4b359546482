import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { environmentsQuery, projectsQuery } from '../../api/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PickList, Picker } from '../../ui/picker.tsx'
import { defaultPeriod, describePeriod, periods, readScope, type Scope } from './scope.ts'
import { useOrg } from './use-org.ts'

/** Project, environment and period: the same three on every page, kept in the URL. On phones a sheet. */
export function ScopePickers() {
  const pickers = usePickers()
  const [open, setOpen] = useState(false)
  const changed = pickers.filter((picker) => picker.isChanged)
  return (
    <>
      <div className="flex items-center gap-1 max-md:hidden">
        {pickers.map((picker) => (
          <Picker key={picker.label} {...picker} />
        ))}
      </div>
      <IconButton
        label={`Project, environment and period${changed.length > 0 ? `: ${changed.map((picker) => picker.summary).join(', ')}` : ''}`}
        className={`md:hidden ${changed.length > 0 ? 'text-accent' : ''}`}
        onClick={() => setOpen(true)}
      >
        <Icon of={SlidersHorizontal} />
      </IconButton>
      <Dialog open={open} onClose={() => setOpen(false)} title="Show" place="sheet">
        <div className="overflow-y-auto px-2 pb-4">
          {pickers.map((picker) => (
            <section key={picker.label} aria-label={picker.label} className="border-b border-line py-2 last:border-0">
              <h3 className="px-2 py-1 text-12 font-medium text-text-3">{picker.label}</h3>
              <PickList {...picker} />
            </section>
          ))}
          <Button look="primary" className="mx-2 mt-2 w-[calc(100%-1rem)]" onClick={() => setOpen(false)}>
            Done
          </Button>
        </div>
      </Dialog>
    </>
  )
}

interface PickerState {
  label: string
  summary: string
  isChanged: boolean
  options: { value: string; label: string }[]
  chosen: string[]
  multiple: boolean
  onChange: (chosen: string[]) => void
}

/** The pickers as data: what is chosen, what can be, and how a choice gets into the URL. */
function usePickers(): PickerState[] {
  const org = useOrg()
  const scope = readScope(useSearch({ strict: false }))
  const navigate = useNavigate()
  const { data: projects = [] } = useQuery(projectsQuery(org))
  const { data: environments = [] } = useQuery(environmentsQuery(org))
  const change = (patch: Scope) => void navigate({ to: './', search: (before) => ({ ...before, ...patch }) })
  const some = (chosen: string[]) => (chosen.length > 0 ? chosen : undefined)

  return [
    {
      label: 'Project',
      summary: summarize(
        (scope.project ?? []).map((id) => projects.find((project) => project.id === id || project.slug === id)?.slug ?? id),
        'All projects',
      ),
      isChanged: scope.project !== undefined,
      options: projects.map((project) => ({ value: project.id, label: project.slug })),
      chosen: scope.project ?? [],
      multiple: true,
      onChange: (chosen) => change({ project: some(chosen) }),
    },
    {
      label: 'Environment',
      summary: summarize(scope.environment ?? [], 'All environments'),
      isChanged: scope.environment !== undefined,
      options: environments.filter(({ name }) => name !== '').map(({ name }) => ({ value: name, label: name })),
      chosen: scope.environment ?? [],
      multiple: true,
      onChange: (chosen) => change({ environment: some(chosen) }),
    },
    {
      label: 'Period',
      summary: describePeriod(scope),
      isChanged: scope.start !== undefined || (scope.statsPeriod ?? defaultPeriod) !== defaultPeriod,
      options: [...periods],
      chosen: scope.start ? [] : [scope.statsPeriod ?? defaultPeriod],
      multiple: false,
      onChange: ([period]) =>
        change({ statsPeriod: period === defaultPeriod ? undefined : period, start: undefined, end: undefined }),
    },
  ]
}

function summarize(names: string[], none: string): string {
  const [first, ...others] = names
  if (first === undefined) return none
  return others.length === 0 ? first : `${first} + ${others.length}`
}
