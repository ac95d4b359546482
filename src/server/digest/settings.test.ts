import { expect, test } from 'vitest'
import { defaultProjectSettings } from '../projects/defaults.ts'
import type { OrganizationSettings } from '../storage/meta/ports/organizations.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { createSettingsCache } from './settings.ts'

const { scrub, filters, grouping } = defaultProjectSettings()

interface State {
  project: Project | null
  organization: Partial<OrganizationSettings>
  asked: number
}

function open() {
  const clock = { now: 0 }
  const state: State = { asked: 0, project: null, organization: {} }
  const findProjectById = async () => {
    state.asked++
    return state.project && structuredClone(state.project)
  }
  const findOrganizationSettings = async () => state.organization
  return {
    clock,
    state,
    settingsOf: createSettingsCache({ findProjectById, findOrganizationSettings }, () => clock.now),
  }
}

const project: Project = {
  id: 1,
  organizationId: 2,
  slug: 'web',
  name: 'Web',
  platform: 'javascript',
  createdAt: 0,
  firstEventAt: null,
  hasSessions: false,
  hasReplays: false,
  settings: { scrub, filters, grouping },
  options: {},
}

test('settings are asked for once a second', async () => {
  const { clock, state, settingsOf } = open()
  state.project = project
  const first = await settingsOf(1)
  expect(first).toEqual({ id: 1, organizationId: 2, slug: 'web', platform: 'javascript', scrub, filters, grouping })
  await settingsOf(1)
  expect(state.asked).toBe(1)
  clock.now += 1000
  await settingsOf(1)
  expect(state.asked).toBe(2)
})

test('unchanged settings stay the same object, so that rules compiled from them stay compiled', async () => {
  const { clock, state, settingsOf } = open()
  state.project = project
  const first = await settingsOf(1)
  clock.now += 1000
  expect(await settingsOf(1)).toBe(first)
  state.project = { ...project, slug: 'shop' }
  clock.now += 1000
  expect(await settingsOf(1)).toMatchObject({ slug: 'shop' })
})

test('a project that is gone has none, and one that comes has', async () => {
  const { clock, state, settingsOf } = open()
  expect(await settingsOf(1)).toBeNull()
  state.project = project
  clock.now += 1000
  expect(await settingsOf(1)).toMatchObject({ slug: 'web' })
})

test("an organisation's scrubbing adds to the project's", async () => {
  const { state, settingsOf } = open()
  const own = { ...scrub, enabled: false, defaults: true, sensitiveFields: ['iban'], safeFields: ['card'] }
  state.project = { ...project, settings: { scrub: own, filters, grouping } }
  state.organization = {
    dataScrubber: true,
    scrubIPAddresses: true,
    sensitiveFields: ['iban', 'vat'],
    safeFields: ['x'],
  }
  expect((await settingsOf(1))?.scrub).toEqual({
    enabled: true,
    defaults: true,
    scrubIpAddresses: true,
    sensitiveFields: ['iban', 'vat'],
    safeFields: ['card', 'x'],
  })
})
