import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { currentUserQuery } from '../../api/queries.ts'
import { updateCurrentUser } from '../../api/users.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useToaster } from '../../ui/toast.tsx'
import { chooseTheme, readThemeChoice } from '../shell/theme.ts'
import { useSignOut } from '../shell/use-sign-out.ts'
import { PasswordForm } from './password-form.tsx'

/** One's own name, password and theme. */
export function AccountPage() {
  const { data: user } = useSuspenseQuery(currentUserQuery)
  const [theme, setTheme] = useState(readThemeChoice)
  const { say } = useToaster()
  const leave = useSignOut()
  return (
    <div className="max-w-xl">
      <div className="flex items-center justify-between pb-5">
        <h1 className="text-16 font-semibold">Account</h1>
        <Button size="small" onClick={() => void leave()}>
          Sign out
        </Button>
      </div>
      <Section title="Name" note={user.email}>
        <NameForm name={user.name} />
      </Section>
      <Section title="Theme">
        <Segmented
          label="Theme"
          value={theme}
          options={[
            { value: 'system', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          onChange={(choice) => {
            setTheme(choice)
            chooseTheme(choice)
          }}
        />
      </Section>
      <Section title="Password" note={user.hasPasswordAuth ? undefined : 'You have none yet'}>
        <PasswordForm
          key={String(user.hasPasswordAuth)}
          needsCurrent={user.hasPasswordAuth}
          onDone={() => say('Password saved')}
        />
      </Section>
    </div>
  )
}

function NameForm({ name }: { name: string }) {
  const queryClient = useQueryClient()
  const { say } = useToaster()
  const [text, setText] = useState(name)
  const [problem, setProblem] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setProblem('')
    try {
      queryClient.setQueryData(currentUserQuery.queryKey, await updateCurrentUser({ name: text.trim() }))
      say('Name saved')
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The name could not be saved.')
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex items-end gap-2">
      <Field
        label="Your name"
        className="grow"
        autoComplete="name"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" className="h-9" disabled={text.trim() === '' || text.trim() === name}>
        Save
      </Button>
      {problem && <ErrorLine>{problem}</ErrorLine>}
    </form>
  )
}
