import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { type Member, organizationRoles, removeMember, updateMember } from '../../api/members.ts'
import { currentUserQuery } from '../../api/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu, MenuChoices } from '../../ui/menu.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SureButton } from '../../ui/sure-button.tsx'
import { useToaster } from '../../ui/toast.tsx'
import { Unreadable } from '../shell/unreadable.tsx'
import { InviteForm } from './invite-form.tsx'
import { InviteLink } from './invite-link.tsx'
import { membersQuery } from './queries.ts'
import { roleWords } from './role-words.ts'

const route = getRouteApi('/app/settings/$org/members')

/** Who is in the organisation and who is invited, and what they may do. */
export function MembersPage() {
  const { org } = route.useParams()
  const queryClient = useQueryClient()
  const { say, complain } = useToaster()
  const { data: me } = useSuspenseQuery(currentUserQuery)
  const { data: members, error } = useQuery(membersQuery(org))
  const [invited, setInvited] = useState<Member | null>(null)
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: membersQuery(org).queryKey }),
      queryClient.invalidateQueries({ queryKey: ['actors', org] }),
    ])
  const run = (change: Promise<unknown>, done: string) => {
    change
      .then(() => say(done))
      .catch((failure: Error) => complain(failure.message))
      .finally(() => void refresh())
  }
  const renew = (member: Member) => {
    updateMember(org, member.id, { reinvite: true })
      .then(setInvited)
      .catch((failure: Error) => complain(failure.message))
      .finally(() => void refresh())
  }
  if (error) return <Unreadable what="members" error={error} />
  return (
    <div className="max-w-2xl">
      <h1 className="pb-5 text-16 font-semibold">Members</h1>
      {invited?.invite_link && <InviteLink email={invited.email} link={invited.invite_link} />}
      <Section title="People">
        {!members && <Skeleton className="h-24" />}
        <ul>
          {members?.map((member) => (
            <li
              key={member.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2.5 last:border-b-0"
            >
              <div className="min-w-0 grow basis-48">
                <div className="truncate font-medium">
                  {member.name}
                  {member.user?.id === me.id && <span className="font-normal text-text-3"> (you)</span>}
                </div>
                <div className="truncate text-12 text-text-3">
                  {member.pending ? (member.expired ? 'invitation has run out' : 'invited') : member.email}
                </div>
              </div>
              <span className="ml-auto flex items-center gap-2">
                {member.pending && (
                  <Button size="small" onClick={() => renew(member)}>
                    New link
                  </Button>
                )}
                {member.user?.id === me.id ? (
                  <span className="px-2 text-12 text-text-2">{member.roleName}</span>
                ) : (
                  <Menu
                    align="end"
                    trigger={
                      <Button size="small" look="quiet" aria-label={`Role of ${member.name}: ${member.roleName}`}>
                        {member.roleName} <Icon of={ChevronDown} size={14} />
                      </Button>
                    }
                  >
                    <MenuChoices
                      value={organizationRoles.find((role) => role === member.orgRole) ?? null}
                      options={organizationRoles.map((role) => ({ value: role, label: roleWords[role] }))}
                      onChange={(orgRole) =>
                        run(updateMember(org, member.id, { orgRole }), `${member.name} is ${roleWords[orgRole]} now`)
                      }
                    />
                  </Menu>
                )}
                <SureButton
                  size="small"
                  ask={member.user?.id === me.id ? 'Really leave?' : 'Really remove?'}
                  aria-label={member.user?.id === me.id ? 'Leave the organization' : `Remove ${member.name}`}
                  onSure={() => run(removeMember(org, member.id), `${member.name} is no longer a member`)}
                >
                  {member.user?.id === me.id ? 'Leave' : 'Remove'}
                </SureButton>
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Invite" note="You get a link to hand to them; nothing is sent">
        <InviteForm
          org={org}
          onInvited={(member) => {
            setInvited(member)
            void refresh()
          }}
        />
      </Section>
    </div>
  )
}
