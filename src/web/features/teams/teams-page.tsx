import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { createTeam, deleteTeam, joinTeam, leaveTeam, listTeams } from '../../api/teams.ts'
import { plural } from '../../format/number.ts'
import { Button } from '../../ui/button.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SureButton } from '../../ui/sure-button.tsx'
import { useToaster } from '../../ui/toast.tsx'
import { Unreadable } from '../shell/unreadable.tsx'

const route = getRouteApi('/app/settings/$org/teams')

const teamsQuery = (org: string) =>
  queryOptions({ queryKey: ['teams', org], queryFn: ({ signal }) => listTeams(org, signal) })

/** Teams: whom issues are assigned to and projects belong to. */
export function TeamsPage() {
  const { org } = route.useParams()
  const queryClient = useQueryClient()
  const { say, complain } = useToaster()
  const { data: teams, error } = useQuery(teamsQuery(org))
  const [name, setName] = useState('')
  const run = (change: Promise<unknown>, done: string, after?: () => void) => {
    change
      .then(() => {
        say(done)
        after?.()
      })
      .catch((failure: Error) => complain(failure.message))
      .finally(() => {
        void queryClient.invalidateQueries({ queryKey: teamsQuery(org).queryKey })
        void queryClient.invalidateQueries({ queryKey: ['actors', org] })
      })
  }
  const create = (event: FormEvent) => {
    event.preventDefault()
    run(createTeam(org, name.trim()), `Created ${name.trim()}`, () => setName(''))
  }
  if (error) return <Unreadable what="teams" error={error} />
  return (
    <div className="max-w-2xl">
      <h1 className="pb-5 text-16 font-semibold">Teams</h1>
      <Section title="All teams" note="Issues are assigned to them; projects belong to them">
        {!teams && <Skeleton className="h-24" />}
        <ul>
          {teams?.map((team) => (
            <li key={team.id} className="flex flex-wrap items-center gap-3 border-b border-line py-2.5">
              <span className="min-w-0 grow truncate font-medium">#{team.slug}</span>
              <span className="text-12 text-text-3">{plural(team.memberCount, 'member')}</span>
              {team.isMember ? (
                <Button size="small" onClick={() => run(leaveTeam(org, team.slug), `You left #${team.slug}`)}>
                  Leave
                </Button>
              ) : (
                <Button size="small" onClick={() => run(joinTeam(org, team.slug), `You joined #${team.slug}`)}>
                  Join
                </Button>
              )}
              <SureButton
                size="small"
                ask="Really delete?"
                aria-label={`Delete #${team.slug}`}
                onSure={() => run(deleteTeam(org, team.slug), `Deleted #${team.slug}`)}
              >
                Delete
              </SureButton>
            </li>
          ))}
        </ul>
        {teams?.length === 0 && <p className="text-13 text-text-3">None yet.</p>}
        <form onSubmit={create} className="mt-4 flex gap-2">
          <input
            aria-label="Name of the new team"
            placeholder="Name of a new team"
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.target.value)}
            className={`${inputClass} max-w-64`}
          />
          <Button type="submit" className="h-9" disabled={name.trim() === ''}>
            Create team
          </Button>
        </form>
      </Section>
    </div>
  )
}
