import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => `data:image/png;base64,${readFileSync(join(root, path), 'base64')}`

/** Chromium decodes and compares; both are cut to the smaller of the two. */
const compare = `async ([one, two]) => {
  const load = async (url) => {
    const image = new Image()
    image.src = url
    await image.decode()
    return image
  }
  const images = await Promise.all([one, two].map(load))
  const width = Math.min(...images.map((image) => image.width))
  const height = Math.min(...images.map((image) => image.height))
  const [a, b] = images.map((image) => {
    const context = new OffscreenCanvas(width, height).getContext('2d')
    context.drawImage(image, 0, 0)
    return context.getImageData(0, 0, width, height).data
  })
  let different = 0
  for (let i = 0; i < a.length; i += 4)
    if (Math.abs(a[i] - b[i]) + Math.abs(a[i + 1] - b[i + 1]) + Math.abs(a[i + 2] - b[i + 2]) > 48) different += 1
  return { different: different / (a.length / 4), sizes: images.map((image) => [image.width, image.height]) }
}`

/**
 * How the picture in the README differs from the screenshot that was just taken: the share of its pixels, and both
 * sizes. When a page has changed, the new one is in .tap/screenshots.
 */
export const differenceOfPicture = async (browser: Browser, name: string) => {
  const page = await browser.newPage()
  try {
    const urls = [`static/pictures/${name}.png`, `.tap/screenshots/${name}.png`].map(read)
    return (await page.evaluate(`(${compare})(${JSON.stringify(urls)})`)) as {
      different: number
      sizes: [number, number][]
    }
  } finally {
    await page.close()
  }
}

interface Test {
  ok(value: unknown, message: string): unknown
  equal(got: unknown, expected: unknown, message: string): unknown
}

/** An old picture fails; a word or a line more on the page does not. */
export const checkPicture = async (t: Test, browser: Browser, name: string): Promise<void> => {
  const { different, sizes } = await differenceOfPicture(browser, name)
  const [[width, height], [wanted, tall]] = sizes as [[number, number], [number, number]]
  const advice = `else copy .tap/screenshots/${name}.png to static/pictures`
  t.equal(width, wanted, `the width, ${advice}`)
  t.ok(Math.abs(height / tall - 1) < 0.1, `${height} pixels high, now ${tall}; ${advice}`)
  t.ok(different < 0.1, `${(100 * different).toFixed(1)} % of the pixels differ; ${advice}`)
}
