import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { environmentsQuery, projectsQuery } from '../../api/queries.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { Picker, type PickerProps } from '../../ui/picker.tsx'
import { later, useModule } from '../../ui/use-module.ts'
import { defaultPeriod, describePeriod, periods, readScope, type Scope } from './scope.ts'
import { useOrg } from './use-org.ts'

const sheetCode = later(() => import('./scope-sheet.tsx'))

/** Project, environment and period: the same three on every page, kept in the URL. On phones a sheet. */
export function ScopePickers({ byEnvironment = true }: { byEnvironment?: boolean }) {
  const all = usePickers()
  const pickers = byEnvironment ? all : all.filter(({ label }) => label !== 'Environment')
  const [open, setOpen] = useState(false)
  const sheet = useModule(sheetCode, open)
  const changed = pickers.filter((picker) => picker.isChanged)
  return (
    <>
      <div className="flex items-center gap-1 max-md:hidden">
        {pickers.map((picker) => (
          <Picker key={picker.label} {...picker} />
        ))}
      </div>
      <Button
        look="quiet"
        size="small"
        aria-label={`${byEnvironment ? 'Project, environment and period' : 'Project and period'}: ${pickers.map((picker) => picker.summary).join(', ')}`}
        className={classNames('ml-auto min-w-0 md:hidden', changed.length > 0 && 'text-accent')}
        onClick={() => setOpen(true)}
      >
        <span className="truncate">
          {(changed.length > 0 ? changed : pickers.slice(-1)).map((picker) => picker.summary).join(' · ')}
        </span>
        <Icon of={SlidersHorizontal} size={14} />
      </Button>
      {open && sheet && <sheet.ScopeSheet pickers={pickers} onClose={() => setOpen(false)} />}
    </>
  )
}

/** The pickers as data: what is chosen, what can be, and how a choice gets into the URL. */
function usePickers(): PickerProps[] {
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
        (scope.project ?? []).map(
          (id) => projects.find((project) => project.id === id || project.slug === id)?.slug ?? id,
        ),
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
