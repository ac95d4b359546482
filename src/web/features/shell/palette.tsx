import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { findShortId, listIssues } from '../../api/issues.ts'
import { projectsQuery } from '../../api/queries.ts'
import { listReleases } from '../../api/releases.ts'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { LevelMark } from '../../ui/level-mark.tsx'
import { railPages } from './pages.ts'
import { looksLikeReleaseName, looksLikeShortId, matchCommands } from './palette-match.ts'

interface Command {
  key: string
  group: string
  label: string
  note?: string
  level?: string
  run: () => void
}

/** Jump to a page, a project, a release by a part of its name, or an issue by its short id or words. */
export function Palette({ org, onClose }: { org: string; onClose: () => void }) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const commands = useCommands(org, useDeferredValue(text.trim()))
  const current = Math.min(at, commands.length - 1)
  const run = (command: Command | undefined) => {
    if (!command) return
    onClose()
    command.run()
  }
  const steer = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((current + 1) % commands.length)
    else if (event.key === 'ArrowUp') setAt((current - 1 + commands.length) % commands.length)
    else if (event.key === 'Enter') run(commands[current])
    else return
    event.preventDefault()
  }
  return (
    <Dialog open onClose={onClose} title="Search and jump" hideTitle>
      <input
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={commands[current] ? `palette-${current}` : undefined}
        aria-label="Search and jump"
        placeholder="Page, project, release, issue id or words"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={steer}
        className="h-12 shrink-0 border-b border-line bg-transparent px-4 text-14 outline-none max-sm:text-16"
      />
      <div id="palette-list" role="listbox" aria-label="Found" className="overflow-y-auto p-1">
        {commands.map((command, index) => (
          <div key={command.key}>
            {command.group !== commands[index - 1]?.group && (
              <div className="px-3 pt-2 pb-1 text-11 font-medium text-text-3">{command.group}</div>
            )}
            <div
              id={`palette-${index}`}
              role="option"
              aria-selected={index === current}
              tabIndex={-1}
              onClick={() => run(command)}
              onKeyDown={steer}
              onPointerMove={() => setAt(index)}
              className={classNames(
                'flex min-h-9 cursor-default items-center gap-2 rounded-sm px-3',
                index === current && 'bg-surface-3',
              )}
            >
              {command.level && <LevelMark level={command.level} />}
              <span className="truncate">{command.label}</span>
              {command.note && <span className="ml-auto shrink-0 text-12 text-text-3">{command.note}</span>}
            </div>
          </div>
        ))}
        {commands.length === 0 && <p className="px-3 py-6 text-center text-text-3">Nothing matches “{text}”.</p>}
      </div>
    </Dialog>
  )
}

const organizationSettings = [
  { to: '/settings/$org/members/', label: 'Members' },
  { to: '/settings/$org/teams/', label: 'Teams' },
  { to: '/settings/$org/tokens/', label: 'Organization tokens' },
] as const

function useCommands(org: string, text: string): Command[] {
  const navigate = useNavigate()
  const { data: projects = [] } = useQuery(projectsQuery(org))
  const { data: issues } = useQuery({
    queryKey: ['palette-issues', org, text],
    queryFn: ({ signal }) => listIssues(org, { query: text, sort: 'date', limit: 8, statsPeriod: '90d' }, signal),
    enabled: text.length > 1,
    placeholderData: (before) => before,
  })
  const { data: releases } = useQuery({
    queryKey: ['palette-releases', org, text],
    queryFn: ({ signal }) => listReleases(org, { query: text, per_page: 5 }, signal),
    enabled: looksLikeReleaseName(text),
    placeholderData: (before) => before,
    retry: false,
  })
  const { data: byShortId } = useQuery({
    queryKey: ['short-id', org, text],
    queryFn: ({ signal }) => findShortId(org, text, signal),
    enabled: looksLikeShortId(text),
    retry: false,
  })
  const openIssue = (issue: string) => () =>
    void navigate({ to: '/organizations/$org/issues/$issue/', params: { org, issue } })

  const pages: Command[] = [
    ...railPages.map((page) => ({
      key: page.to,
      group: 'Pages',
      label: page.label,
      note: page.keys,
      run: () => void navigate({ to: page.to, params: { org } }),
    })),
    {
      key: 'new-project',
      group: 'Pages',
      label: 'New project',
      run: () => void navigate({ to: '/organizations/$org/projects/new/', params: { org } }),
    },
    { key: 'account', group: 'Pages', label: 'Account', run: () => void navigate({ to: '/settings/account/' }) },
    {
      key: 'tokens',
      group: 'Pages',
      label: 'Auth tokens',
      run: () => void navigate({ to: '/settings/account/tokens/' }),
    },
    ...organizationSettings.map(({ to, label }) => ({
      key: to,
      group: 'Pages',
      label,
      run: () => void navigate({ to, params: { org } }),
    })),
  ]
  const ofProjects: Command[] = projects.map((project) => ({
    key: `project-${project.id}`,
    group: 'Projects',
    label: project.name,
    note: project.slug,
    run: () => void navigate({ to: '/organizations/$org/issues/', params: { org }, search: { project: [project.id] } }),
  }))
  const ofIssues: Command[] =
    text.length > 1
      ? (issues?.items ?? []).map((issue) => ({
          key: `issue-${issue.id}`,
          group: 'Issues',
          label: issue.title,
          note: issue.shortId,
          level: issue.level,
          run: openIssue(issue.id),
        }))
      : []
  const ofReleases: Command[] = looksLikeReleaseName(text)
    ? (releases?.items ?? []).map(({ version, projects: within }) => ({
        key: `release-${version}`,
        group: 'Releases',
        label: version,
        note: within.map(({ slug }) => slug).join(', '),
        run: () => void navigate({ to: '/organizations/$org/releases/$version/', params: { org, version } }),
      }))
    : []
  const exact: Command[] =
    byShortId && !ofIssues.some((command) => command.note === byShortId.shortId)
      ? [{ key: 'short-id', group: 'Issue', label: byShortId.shortId, run: openIssue(byShortId.groupId) }]
      : []
  return [
    ...exact,
    ...matchCommands(pages, text),
    ...matchCommands(ofProjects, text).slice(0, 8),
    ...ofReleases,
    ...ofIssues,
  ]
}
