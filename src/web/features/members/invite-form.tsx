import { type FormEvent, useState } from 'react'
import { inviteMember, type Member, organizationRoles, type OrganizationRole } from '../../api/members.ts'
import { Button } from '../../ui/button.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { roleWords } from './role-words.ts'

export function InviteForm({ org, onInvited }: { org: string; onInvited: (member: Member) => void }) {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<OrganizationRole>('member')
  const [problem, setProblem] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setProblem('')
    try {
      onInvited(await inviteMember(org, { email: email.trim(), orgRole: role }))
      setEmail('')
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The invitation was not made.')
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-wrap items-start gap-2">
      <Field
        label="Email"
        type="email"
        required
        className="min-w-56 grow"
        value={email}
        error={problem || undefined}
        onChange={(event) => setEmail(event.target.value)}
      />
      <label className="block">
        <span className="mb-1 block text-12 font-medium text-text-2">Role</span>
        <select
          value={role}
          onChange={(event) => setRole(organizationRoles.find((one) => one === event.target.value) ?? 'member')}
          className={inputClass}
        >
          {organizationRoles.map((one) => (
            <option key={one} value={one}>
              {roleWords[one]}
            </option>
          ))}
        </select>
      </label>
      <Button look="primary" type="submit" className="mt-6 h-9" disabled={email.trim() === ''}>
        Invite
      </Button>
    </form>
  )
}
