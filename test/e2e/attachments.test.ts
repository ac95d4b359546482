import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { runApp } from '../sdk/run-app.ts'
import { eventually } from '../support/client.ts'
import { list, text } from '../support/json.ts'
import { see, useStage } from './stage.ts'

const stage = useStage('e2e-attachments')

test('the files of an event are listed, pictures shown, and saved under their names', async () => {
  await runApp('attachments', stage.server.dsn)
  const client = await stage.signIn()
  await eventually(async () => {
    const [issue] = list(await client.get('/organizations/lapwing/issues/?query='))
    const path = `/organizations/lapwing/issues/${text(issue, 'id')}/attachments/`
    return list(await client.get(path)).length === 7
  })
  await stage.enter()
  await stage.page.getByRole('link', { name: /with files/ }).click()
  const section = stage.section('Attachments')
  await see(section)
  expect(await section.getByRole('listitem').count()).toBe(7)
  await see(section.getByText('View hierarchy · application/json'))
  await see(section.getByText('12.6 MB'))
  const picture = section.getByRole('img', { name: 'Preview of pixel.gif' })
  await picture.scrollIntoViewIfNeeded()
  await stage.page.waitForFunction('document.querySelector("section[aria-label=Attachments] img")?.naturalWidth === 1')
  expect(await section.getByRole('img', { name: /Preview of/ }).count()).toBe(1)

  const saved = stage.page.waitForEvent('download')
  await section.getByRole('link', { name: 'Download config.json' }).click()
  const download = await saved
  expect(download.suggestedFilename()).toBe('config.json')
  expect(await readFile((await download.path()) ?? '', 'utf8')).toBe('{"theme":"dark ☾"}')
  stage.expectQuiet()
})
