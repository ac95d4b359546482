import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { eventually, untilSearchable } from '../support/client.ts'
import { dig, list, text } from '../support/json.ts'
import { lookers, looksOf } from './looks.ts'
import { openIssues, openShop, readApi, readIssue, sendAgain, sendEvents, sendShop, titles } from './shop.ts'
import { searchBox, see, useStage } from './stage.ts'

const stage = useStage('triage')

const row = (title: string): Locator => stage.page.getByRole('listitem').filter({ hasText: title })
const gone = (locator: Locator): Promise<void> => locator.first().waitFor({ state: 'detached' })
const button = (name: string): Locator => stage.page.getByRole('button', { name, exact: true })
const toolbar = (): Locator => stage.page.getByRole('toolbar', { name: 'Selected issues' })
const said = (words: string | RegExp): Promise<void> => see(stage.page.getByRole('status').getByText(words))

/** Titles of the rows in their order, cut at the colon. */
async function kindsInOrder(): Promise<string[]> {
  const names = await stage.page.getByRole('list', { name: 'Issues' }).getByRole('link').allInnerTexts()
  return names.map((name) => name.split(':', 1)[0] ?? '')
}

async function choose(...names: string[]): Promise<void> {
  for (const name of names) await row(name).getByRole('checkbox').check()
  await see(toolbar().getByText(`${names.length} issue`))
}

async function pick(menu: Locator, item: string): Promise<void> {
  await menu.click()
  await stage.page
    .getByRole('menuitem', { name: item, exact: true })
    .or(stage.page.getByRole('menuitemradio', { name: item, exact: true }))
    .click()
}

/** The whole title, as the list cuts none of it. */
async function openIssue(title: string): Promise<void> {
  await row(title).getByRole('link').click()
  await see(stage.section('Stack trace'))
}

describe('what only reads', () => {
  stage.share(sendShop)

  describe('the search box', () => {
    test('completes keys, states and values of tags from the data, by keyboard alone', async () => {
      await openIssues(stage)
      const { page } = stage
      const box = searchBox(page)
      const options = page.getByRole('option')
      await page.keyboard.press('/')
      expect(await page.evaluate("document.activeElement?.getAttribute('aria-label')")).toBe('Search issues')
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type('is:unr')
      await see(options.getByText('unresolved', { exact: true }))
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      expect(await box.inputValue()).toBe('is:unresolved ')
      await page.keyboard.type('sho')
      await see(options.getByText('shop', { exact: true }))
      await stage.visitor.photograph('search-keys')
      await page.keyboard.press('Tab')
      expect(await box.inputValue()).toBe('is:unresolved shop:')
      await see(options.getByText('berlin', { exact: true }))
      await stage.visitor.photograph('search-values')
      await page.keyboard.type('bad')
      await gone(options.getByText('berlin', { exact: true }))
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      expect(await box.inputValue()).toBe('is:unresolved shop:"Bad Homburg" ')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Enter')
      await gone(row(titles.south))
      await see(row(titles.north))
      await expect
        .poll(async () => (await kindsInOrder()).toSorted(), { timeout: 20_000 })
        .toEqual(['EvalError', 'RangeError', 'SyntaxError', 'TypeError'])
      expect(new URL(page.url()).searchParams.get('query')).toBe('is:unresolved shop:"Bad Homburg"')
      stage.expectQuiet()
    })

    test('a wrong query says what is wrong and where, in the words of the server', async () => {
      await openIssues(stage)
      const box = searchBox(stage.page)
      await box.fill('timesSeen:many')
      await box.press('Enter')
      const alert = stage.page.getByRole('alert')
      await see(alert.getByText(/timesSeen/))
      const words = await alert.innerText()
      const answer = await stage.page
        .context()
        .request.get(`${stage.server.url}/api/0/organizations/lapwing/issues/?query=timesSeen:many`)
      expect(answer.status()).toBe(400)
      expect(words).toBe(text(await answer.json(), 'detail'))
      expect(await box.getAttribute('aria-invalid')).toBe('true')
      await stage.visitor.photograph('search-wrong')
      await box.fill('')
      await box.press('Enter')
      await see(row(titles.type))
      expect(new URL(stage.page.url()).searchParams.get('query')).toBe('*')
      stage.expectQuiet(/status of 400/)
    })

    test('sorts by users, priority and trends as the server does', async () => {
      await openIssues(stage)
      const sorts = { Users: 'user', Priority: 'priority', Trends: 'trends', Events: 'freq' }
      const orders: Record<string, string[]> = {}
      for (const [label, sort] of Object.entries(sorts)) {
        await pick(stage.page.getByRole('button', { name: /^Sorted by/ }), label)
        await see(stage.page.getByRole('button', { name: `Sorted by: ${label}` }))
        const wanted = list(
          await readApi(stage.page, `/organizations/lapwing/issues/?sort=${sort}&statsPeriod=14d`),
        ).map((issue) => String(dig(issue, 'title')).split(':', 1)[0])
        await eventually(async () => JSON.stringify(await kindsInOrder()) === JSON.stringify(wanted))
        orders[label] = await kindsInOrder()
      }
      expect(orders['Users']?.[0]).toBe('TypeError')
      expect(orders['Events']?.[0]).toBe('RangeError')
      stage.expectQuiet()
    })
  })

  describe('a menu', () => {
    test('opens at once when it is first pressed', async () => {
      await openIssues(stage)
      const { page } = stage
      await page.clock.pauseAt(Date.now() + 1000)
      const trigger = page.getByRole('button', { name: /^Sorted by/ })
      // Its code comes when it is approached; to import it again is to wait until it has run.
      const fetched = page.waitForResponse(/\/menu-popup-/)
      await trigger.hover()
      await page.evaluate(`import('${(await fetched).url()}').then(() => true)`)
      await trigger.click()
      // The time of the page stands still but for these frames.
      let passed = 0
      await eventually(async () => {
        await page.clock.runFor(20)
        passed += 20
        return page.getByRole('menuitemradio', { name: 'Trends' }).isVisible()
      })
      expect(passed).toBeLessThan(200)
      stage.expectQuiet()
    })
  })

  describe('an issue', () => {
    test('lists its events and the values of its tags', async () => {
      await openIssues(stage)
      await openIssue(titles.type)
      await stage.page.getByRole('link', { name: 'All events' }).click()
      await see(stage.page.getByRole('heading', { name: 'Events', level: 1 }))
      const rows = stage.page.getByRole('row')
      await eventually(async () => (await rows.count()) === 5)
      await see(stage.page.getByRole('cell', { name: 'cid@example.com', exact: true }))
      await stage.visitor.photograph('events')
      const box = stage.page.getByRole('combobox', { name: 'Search events' })
      await box.fill('user.email:ann@example.com')
      await box.press('Enter')
      await eventually(async () => (await rows.count()) === 2)
      await see(stage.page.getByRole('cell', { name: 'ann@example.com', exact: true }))
      await box.fill('is:resolved')
      await box.press('Enter')
      await see(stage.page.getByRole('alert'))
      await stage.page.keyboard.press('Escape')
      await see(stage.section('Stack trace'))

      const tags = stage.section('How tags are spread')
      await tags.getByRole('button', { name: /^browser/ }).click()
      await tags.getByRole('link', { name: 'All values of browser' }).click()
      await see(stage.page.getByText('3 values in 4 events'))
      await see(rows.filter({ hasText: 'Chrome' }).getByText('50%'))
      await stage.visitor.photograph('tag')
      await stage.page.getByRole('searchbox', { name: 'Search values' }).fill('fire')
      await gone(rows.filter({ hasText: 'Chrome' }))
      await stage.page.getByRole('link', { name: 'Firefox' }).click()
      await eventually(async () => (await rows.count()) === 2)
      expect(await stage.page.getByRole('combobox', { name: 'Search events' }).inputValue()).toBe('browser:Firefox')
      stage.expectQuiet(/status of 400/)
    })
  })
})

// Each test has a project of its own.
describe('what changes something', () => {
  stage.share()

  describe('several issues at once', () => {
    test('are resolved, and put back by undo', async () => {
      await openShop(stage)
      await choose(titles.north, titles.south)
      await stage.visitor.photograph('bulk')
      await toolbar().getByRole('button', { name: 'Resolve', exact: true }).click()
      await said('Resolved: 2 issues')
      await gone(row(titles.north))
      expect(await readIssue(stage.page, titles.south)).toMatchObject({ status: 'resolved' })
      await button('Undo').click()
      await said('Put back as it was')
      await see(row(titles.north))
      expect(await readIssue(stage.page, titles.north)).toMatchObject({ status: 'unresolved', substatus: 'new' })
      stage.expectQuiet()
    })

    test('are archived for an hour, assigned, prioritised and bookmarked', async () => {
      await openShop(stage)
      await choose(titles.type, titles.range)
      await pick(toolbar().getByRole('button', { name: 'Assign' }), '#lapwing')
      await said('Assigned to #lapwing: 2 issues')
      await see(row(titles.type).getByRole('img', { name: 'Assigned to #lapwing' }))
      await choose(titles.type, titles.range)
      await pick(toolbar().getByRole('button', { name: 'Priority' }), 'Low')
      await said('Priority low: 2 issues')
      await see(row(titles.range).getByText('Low priority'))
      await choose(titles.type, titles.range)
      await pick(toolbar().getByRole('button', { name: 'More', exact: true }), 'Bookmark')
      await said('Bookmarked: 2 issues')
      await stage.visitor.photograph('issues-assigned')
      await choose(titles.type, titles.range)
      await pick(toolbar().getByRole('button', { name: 'Other ways to archive' }), 'For an hour')
      await said('Archived for an hour: 2 issues')
      await gone(row(titles.type))
      const issue = await readIssue(stage.page, titles.type)
      expect(issue).toMatchObject({
        status: 'ignored',
        priority: 'low',
        isBookmarked: true,
        assignedTo: { type: 'team', name: 'lapwing' },
      })
      const until = Date.parse(text(issue, 'statusDetails', 'ignoreUntil')) - Date.now()
      expect(until).toBeGreaterThan(55 * 60_000)
      expect(until).toBeLessThan(61 * 60_000)
      await stage.page.getByRole('group', { name: 'Status' }).getByRole('button', { name: 'All' }).click()
      await see(row(titles.type).getByText('archived'))
      await see(row(titles.syntax))
      stage.expectQuiet()
    })

    test('are merged, and parted again on the page of the issue', async () => {
      await openShop(stage)
      await choose(titles.north, titles.south)
      await pick(toolbar().getByRole('button', { name: 'More', exact: true }), 'Merge into one issue')
      await said(/^Merged 2 issues into APP-/)
      // Merged, they are called by their newest event.
      await eventually(async () => (await kindsInOrder()).filter((kind) => kind === 'EvalError').length === 1)
      await openIssue('EvalError')
      await see(stage.page.getByText(/^Merged others into it/))
      const merged = stage.section('Merged')
      await merged.getByRole('button', { name: 'Merged' }).click()
      await eventually(async () => (await merged.getByRole('listitem').count()) === 2)
      expect(await merged.getByRole('button', { name: 'Unmerge' }).isDisabled()).toBe(true)
      await merged.getByRole('listitem').filter({ hasText: 'in the south' }).getByRole('checkbox').check()
      await stage.visitor.photograph('issue-merged')
      await merged.getByRole('button', { name: 'Unmerge 1' }).click()
      await merged.getByRole('button', { name: 'Take them out?' }).click()
      await said('Took 1 group out')
      await eventually(() => readIssue(stage.page, titles.south).catch(() => null))
      await stage.page.getByRole('link', { name: 'Back to the issues' }).click()
      await see(row(titles.south))
      stage.expectQuiet()
    })

    test('are deleted once it was asked', async () => {
      await openShop(stage)
      await choose(titles.range, titles.syntax)
      await pick(toolbar().getByRole('button', { name: 'More', exact: true }), 'Delete…')
      await see(stage.page.getByRole('dialog').getByText('8 events go with them'))
      await stage.visitor.photograph('delete')
      await button('Cancel').click()
      await pick(toolbar().getByRole('button', { name: 'More', exact: true }), 'Delete…')
      await button('Delete for good').click()
      await said('Deleted 2 issues')
      await gone(row(titles.range))
      await see(row(titles.type))
      await expect
        .poll(async () => (await kindsInOrder()).toSorted(), { timeout: 20_000 })
        .toEqual(['EvalError', 'EvalError', 'TypeError'])
      stage.expectQuiet()
    })

    test('all that match can be meant, also those that are not loaded', async () => {
      const shop = await openShop(stage)
      const shelves = Array.from({ length: 60 }, (_, number) => ({
        event_id: crypto.randomUUID().replaceAll('-', ''),
        message: `shelf ${number} is empty`,
        level: 'info',
        fingerprint: [`shelf-${number}`],
        tags: { hall: 'east' },
        // One after the other: the list loads 50, and 59 is to be among them.
        timestamp: Date.now() / 1000 - 60 + number,
      }))
      await sendEvents(shop.dsn, shelves)
      const unresolved = async () => {
        const count = `/organizations/lapwing/issues-count/?query=is:unresolved&statsPeriod=14d&project=${shop.id}`
        return dig(await readApi(stage.page, count), 'is:unresolved')
      }
      await eventually(async () => (await unresolved()) === 65)
      await untilSearchable(await stage.signIn(), 76, shop.id)
      const box = searchBox(stage.page)
      await box.fill('is:unresolved hall:east')
      await box.press('Enter')
      await gone(row(titles.type))
      await see(row('shelf 59'))
      await stage.page.getByRole('checkbox', { name: 'Select all issues that are loaded' }).check()
      await see(toolbar().getByText('50 issues selected'))
      await button('Select all 60').click()
      await see(toolbar().getByText('All 60 issues selected'))
      await toolbar().getByRole('button', { name: 'Resolve', exact: true }).click()
      const dialog = stage.page.getByRole('dialog')
      await see(dialog.getByText('is:unresolved hall:east'))
      await stage.visitor.photograph('change-all')
      await dialog.getByRole('button', { name: 'Change all 60' }).click()
      await said('Resolved: all 60 issues')
      expect(await unresolved()).toBe(5)
      stage.expectQuiet()
    })
  })

  describe('one issue', () => {
    test('is resolved in the next release and archived until more events come', async () => {
      const shop = await openShop(stage)
      await openIssue(titles.syntax)
      await pick(button('Other ways to resolve'), 'In the next release')
      await see(stage.page.getByText('Resolved in the next release', { exact: true }))
      await said(/^Resolved in the next release: APP-/)
      expect(await readIssue(stage.page, titles.syntax)).toMatchObject({
        status: 'resolved',
        statusDetails: { inNextRelease: true },
      })
      await button('Reopen').click()
      await said(/^Reopened: APP-/)
      await pick(button('Other ways to archive'), 'Until 10 more events')
      await see(stage.page.getByText('Archived until 10 more events', { exact: true }))
      await said(/^Archived until 10 more events: APP-/)
      await stage.visitor.photograph('issue-archived')
      await sendAgain(shop.dsn, titles.syntax)
      await eventually(async () => dig(await readIssue(stage.page, titles.syntax), 'count') === '3')
      await stage.page.reload()
      await see(stage.page.getByText('Archived until 9 more events', { exact: true }))
      const activity = stage.section('Activity')
      await see(activity.getByText(/^Archived until 10 more events by/))
      await see(activity.getByText(/^Reopened by/))
      await see(activity.getByText(/^Resolved in the next release by/))
      await see(activity.getByText('First seen'))
      stage.expectQuiet()
    })

    test('takes changes in the order they were made, however slow the first is', async () => {
      await openShop(stage)
      await openIssue(titles.syntax)
      const sent: string[] = []
      const first = Promise.withResolvers<void>()
      await stage.page.route(/\/api\/0\/organizations\/lapwing\/issues\/\?id=/, async (route) => {
        sent.push(route.request().postData() ?? '')
        if (sent.length === 1) await first.promise
        await route.continue()
      })
      await button('Resolve').click()
      await button('Reopen').click()
      await see(button('Resolve'))
      await eventually(async () => sent.length > 0)
      expect(await readIssue(stage.page, titles.syntax)).toMatchObject({ status: 'unresolved' })
      expect(sent).toHaveLength(1)
      first.resolve()
      await said(/^Reopened: APP-/)
      expect(sent.map((body) => text(JSON.parse(body), 'status'))).toEqual(['resolved', 'unresolved'])
      expect(await readIssue(stage.page, titles.syntax)).toMatchObject({ status: 'unresolved' })
      await see(button('Resolve'))
      stage.expectQuiet()
    })

    test('is given to a team and a person, prioritised, bookmarked and followed', async () => {
      await openShop(stage)
      await openIssue(titles.type)
      await pick(button('Assign'), '#lapwing')
      await pick(button('Assigned to #lapwing'), 'Admin')
      await see(button('Assigned to Admin'))
      await pick(button('Priority: High'), 'Medium')
      await see(button('Priority: Medium'))
      await button('Bookmark').click()
      await see(button('Remove the bookmark'))
      await eventually(async () => dig(await readIssue(stage.page, titles.type), 'isBookmarked') === true)
      // Who has it and who bookmarks it hears of it already, as the page knows once it has read the issue again.
      await stage.page.reload()
      await see(button('Remove the bookmark'))
      await stage.page.keyboard.press('s')
      await said(/^Unsubscribed: APP-/)
      await stage.page.keyboard.press('s')
      await said(/^Subscribed: APP-/)
      expect(await readIssue(stage.page, titles.type)).toMatchObject({
        assignedTo: { type: 'user', name: 'Admin' },
        priority: 'medium',
        isBookmarked: true,
        isSubscribed: true,
      })
      await stage.page.reload()
      const activity = stage.section('Activity')
      await see(activity.getByText(/^Assigned to #lapwing by/))
      await see(activity.getByText(/^Assigned to Admin by/))
      await see(activity.getByText(/^Priority set to medium by/))
      await stage.visitor.photograph('issue-assigned')
      stage.expectQuiet()
    })

    test('carries comments, which their author can delete', async () => {
      await openShop(stage)
      await openIssue(titles.type)
      const activity = stage.section('Activity')
      await stage.page.keyboard.press('c')
      await stage.page.keyboard.type('Comes from the new cart.\nAnn looks at it.')
      await stage.page.keyboard.press('ControlOrMeta+Enter')
      await see(activity.getByText('Ann looks at it.'))
      await see(activity.getByText(/^Comment by Admin/))
      expect(await activity.getByRole('textbox', { name: 'Comment' }).inputValue()).toBe('')
      await activity.getByRole('textbox', { name: 'Comment' }).fill('Second')
      await activity.getByRole('button', { name: 'Comment', exact: true }).click()
      await see(activity.getByText('Second', { exact: true }))
      await stage.visitor.photograph('issue-comments')
      await activity.getByRole('button', { name: 'Delete the comment' }).first().click()
      await gone(activity.getByText('Second', { exact: true }))
      await see(activity.getByText('Ann looks at it.'))
      stage.expectQuiet()
    })

    test('is seen once it was opened, and deleted from its page', async () => {
      await openShop(stage)
      await see(row(titles.type).getByText('(not seen yet)'))
      await openIssue(titles.type)
      await eventually(async () => dig(await readIssue(stage.page, titles.type), 'hasSeen') === true)
      await stage.page.getByRole('link', { name: 'Back to the issues' }).click()
      await see(row(titles.range).getByText('(not seen yet)'))
      await gone(row(titles.type).getByText('(not seen yet)'))
      await openIssue(titles.type)
      await pick(button('More'), 'Delete…')
      await button('Delete for good').click()
      await said(/^Deleted APP-/)
      await see(row(titles.range))
      await gone(row(titles.type))
      expect(await kindsInOrder()).not.toContain('TypeError')
      stage.expectQuiet()
    })

    test('shows what people wrote about it', async () => {
      const shop = await openShop(stage)
      const issue = await readIssue(stage.page, titles.type)
      const latest = await readApi(stage.page, `/organizations/lapwing/issues/${text(issue, 'id')}/events/latest/`)
      const report = {
        event_id: text(latest, 'eventID'),
        name: 'Dan',
        email: 'dan@example.com',
        comments: 'The cart was empty all of a sudden.',
      }
      const answer = await fetch(`${stage.server.url}/api/0/projects/lapwing/${shop.slug}/user-feedback/`, {
        method: 'POST',
        headers: { authorization: `DSN ${shop.dsn}`, 'content-type': 'application/json' },
        body: JSON.stringify(report),
      })
      expect(answer.status).toBe(200)
      await openIssue(titles.type)
      await see(stage.section('User reports').getByText('The cart was empty all of a sudden.'))
      stage.expectQuiet()
    })
  })

  describe('how it looks', () => {
    test.each(lookers)('on a %s: nothing scrolls sideways', async (device, looker) => {
      await stage.visit(looker.options, 'leave')
      const shop = await openShop(stage)
      const id = text(await readIssue(stage.page, titles.type), 'id')
      const issue = `/organizations/lapwing/issues/${id}/`
      const { look, overhangs } = looksOf(stage, device, looker)
      await row(titles.type).getByRole('checkbox').check()
      await look('bulk', toolbar())
      await stage.open(issue)
      await pick(button('Assign'), 'Admin')
      await said(/^Assigned/)
      await look('issue', stage.section('Stack trace'))
      await stage.open(`${issue}events/`)
      await look('events', stage.page.getByRole('row').getByRole('link', { name: /TypeError/ }))
      await stage.open(`${issue}tags/user/`)
      await look('tag', stage.page.getByText('4 values in 4 events'))
      await stage.open(`/organizations/lapwing/issues/?project=${shop.id}`)
      await look('issues', row(titles.type))
      await searchBox(stage.page).fill('level:')
      await look('search', stage.page.getByRole('option'))
      expect(overhangs).toEqual({})
      stage.expectQuiet()
    })
  })
})
