import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { createProject } from '../../api/projects.ts'
import { projectsQuery } from '../../api/queries.ts'
import { ApiError } from '../../api/request.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { PageHeader } from '../shell/page-header.tsx'
import { useOrg } from '../shell/use-org.ts'
import { PlatformChoice } from './platform-choice.tsx'
import { findPlatform } from './snippets/platforms.ts'

/** What to watch and what to call it; then on to the set-up. */
export function NewProjectPage() {
  const org = useOrg()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [platform, setPlatform] = useState<string | null>(null)
  const [name, setName] = useState('')
  const [failure, setFailure] = useState<ApiError | null>(null)
  const [isBusy, setBusy] = useState(false)
  const suggested = platform ? platform.replaceAll('-', ' ').replace(/^\w/, (letter) => letter.toUpperCase()) : ''

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFailure(null)
    try {
      const project = await createProject(org, { name: name.trim() || suggested, platform })
      await queryClient.invalidateQueries({ queryKey: projectsQuery(org).queryKey })
      await navigate({
        to: '/organizations/$org/projects/$project/getting-started/',
        params: { org, project: project.slug },
        search: { platform: platform ?? undefined },
      })
    } catch (error) {
      setFailure(error instanceof ApiError ? error : new ApiError(0, 'The project could not be made.'))
      setBusy(false)
    }
  }
  const nameProblem = failure?.fields.name ?? failure?.fields.slug

  return (
    <>
      <PageHeader title="New project" scoped={false} />
      <form onSubmit={(event) => void submit(event)} className="mx-auto max-w-4xl px-4 py-6 md:px-6">
        <h1 className="mb-4 text-14 font-semibold">What does it run on?</h1>
        <PlatformChoice chosen={platform} onChoose={setPlatform} />
        <h2 className="mt-8 mb-3 text-14 font-semibold">What is it called?</h2>
        <div className="flex max-w-lg items-end gap-2">
          <Field
            label="Name"
            className="grow"
            maxLength={50}
            placeholder={platform ? findPlatform(platform).name : 'Checkout'}
            value={name}
            error={nameProblem}
            onChange={(event) => setName(event.target.value)}
          />
          <Button
            look="primary"
            type="submit"
            className="h-9"
            disabled={isBusy || platform === null || (name.trim() || suggested) === ''}
          >
            Create project
          </Button>
        </div>
        {failure && !nameProblem && (
          <div className="mt-3">
            <ErrorLine>{failure.message}</ErrorLine>
          </div>
        )}
      </form>
    </>
  )
}
