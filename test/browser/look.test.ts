import t from 'tap'
import { card, openSandbox } from '../world.ts'
import { openBrowser, screenshot } from './chromium.ts'
import { checkAccess, checkWidth, ofSizeAndColour } from './dashboard.ts'
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

for (const language of ['rus', 'kaz', 'eng']) {
  for (const [what, scene] of Object.entries(scenes)) {
    if (language !== 'rus' && !everyText.includes(what)) continue
    t.test(`in ${language}, everybody can use the page: ${what}`, async (t) => {
      // Colours that glide from day to night would be judged on their way.
      const page = await openStage(t, browser, { reducedMotion: 'reduce' })
      if (what in plainScenes) await withoutScripts(page)
      await scene({ page, sandbox, language })
      for (const { name, colorScheme, axe, rules, ...size } of screens) {
        await page.setViewportSize(size)
        await page.emulateMedia({ colorScheme: colorScheme === 'dark' ? 'dark' : 'light' })
        await screenshot(page, `${name}-${language}-${what.replace(/\W+/g, '-')}`)
        await checkWidth(t, page, `${what} on a ${name}`)
        if (axe.includes(language)) await checkAccess(t, page, `${what} on a ${name}`, rules)
      }
    })
  }
}
