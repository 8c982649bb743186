import t from 'tap'
import { turnOf } from '../share.ts'
import { card, openSandbox } from '../world.ts'
import { openBrowser, screenshot } from './chromium.ts'
import { checkAccess, checkUncut, checkWidth, ofSizeAndColour } from './dashboard.ts'
import { checkAllIds, checkIds, documentedScenes } from './documented-ids.ts'
import { checkPicture } from './picture.ts'
import { issuerScenes, newOrder, openStage, pageScenes, plainScenes, withoutScripts } from './scenes.ts'

const browser = await openBrowser()
// Shops that leave links out are shown too.
const sandbox = await openSandbox(t, { quirks: { savedCardFields: 'optional' } })

// Some eighty scenes, each looked at twice: a slow machine needs minutes.
t.setTimeout(900_000)

// Colours and sizes are the same in every language: the dark phone is judged in one, and by what is different on it.
const screens = [
  {
    name: 'desktop',
    width: 1280,
    height: 800,
    colorScheme: 'light',
    axe: ['rus', 'kaz', 'eng'],
    rules: undefined,
  },
  { name: 'small-phone', width: 320, height: 640, colorScheme: 'dark', axe: ['rus'], rules: ofSizeAndColour },
]

t.test('the picture of the README', async (t) => {
  const page = await openStage(t, browser, { viewport: { width: 1204, height: 960 } })
  const stage = { page, sandbox, language: 'eng' }
  await page.goto(await newOrder(stage, { amount: 1000, email: '' }, { amount: '1000' }))
  await page.getByTestId(`test-card-${card.pan}`).click()
  await screenshot(page, 'payment-page')
  await checkPicture(t, browser, 'payment-page')
})

const scenes = { ...pageScenes, ...issuerScenes, ...plainScenes }

// These show every text of the page; the other scenes show them again in another order, and one language tells.
const everyText = [
  'nothing typed',
  'wrong digits',
  'declined',
  'the issuer waits',
  'card to save',
  'paid',
  'failed',
  'expired',
  'cannot be opened',
  'wrong code',
]

const languages = ['rus', 'kaz', 'eng']

/** In the whole run every state in its languages on both screens; else each once, in turn. */
const looks = Object.entries(scenes).flatMap(([what, scene], index) => {
  const all = languages
    .filter((language) => language === 'rus' || everyText.includes(what))
    .map((language) => ({ what, scene, language }))
  return turnOf(all, index).map((look) => ({ ...look, sizes: turnOf(screens, Math.floor(index / 3)) }))
})

for (const { what, scene, language, sizes } of looks) {
  t.test(`in ${language}, everybody can use the page: ${what}`, async (t) => {
    // Colours that glide from day to night would be judged on their way.
    const page = await openStage(t, browser, { reducedMotion: 'reduce' })
    if (what in plainScenes) await withoutScripts(page)
    await scene({ page, sandbox, language })
    await checkIds(t, page, what)
    for (const { name, colorScheme, axe, rules, ...size } of sizes) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme: colorScheme === 'dark' ? 'dark' : 'light' })
      await screenshot(page, `${name}-${language}-${what.replace(/\W+/g, '-')}`)
      await checkWidth(t, page, `${what} on a ${name}`)
      await checkUncut(t, page, `${what} on a ${name}`)
      // With one screen alone nothing else judges what size and colour do not decide.
      if (sizes.length === 1) await checkAccess(t, page, `${what} on a ${name}`)
      else if (axe.includes(language)) await checkAccess(t, page, `${what} on a ${name}`, rules)
    }
  })
}

t.test('every state that static/README.md names is one of these, and so is every test id', async (t) => {
  for (const scene of documentedScenes) t.ok(scene in scenes, scene)
  checkAllIds(t)
})
