import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { staticFolder } from '../answer/views.ts'

/**
 * The script as shops load it, with the library it packs with, in a function of its own: the page's `LZString`,
 * `define` and `module` are none of its business.
 */
export const paymentApiScript = async ({ widgetCloses }: { widgetCloses: boolean }): Promise<string> => {
  const library = createRequire(import.meta.url).resolve('lz-string/libs/lz-string.min.js')
  const [packing, script] = await Promise.all([
    readFile(library, 'utf8'),
    readFile(join(staticFolder, 'payment-api.js'), 'utf8'),
  ])
  return `;(function (widgetCloses, define, module, angular) {\n${packing}\n${script}\n})(${widgetCloses})\n`
}
