import type { Page } from 'playwright-core'
import t from 'tap'
import { openBrowser, openTab, stopClock } from './chromium.ts'

const browser = await openBrowser()

const profileOf = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  const { targetInfo } = await session.send('Target.getTargetInfo')
  return targetInfo.browserContextId
}

const profiles: unknown[] = []

for (const what of ['a test', 'the next', 'one that stops the clock', 'and the one after it'])
  t.test(`the profile of ${what}`, async (t) => {
    const page = await openTab(t, browser)
    profiles.push(await profileOf(page))
    if (what.includes('stops')) await stopClock(page, 1000)
    t.equal(await page.evaluate('performance.now() > 0 && "__pwClock" in window'), what.includes('stops'))
  })

t.test('is used again, unless its clock was stopped', async (t) => {
  const [first, next, stopped, after] = profiles
  t.same([next, stopped], [first, first])
  t.not(after, stopped)
})
