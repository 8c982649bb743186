import { join } from 'node:path'
import type { Eta } from 'eta'
import { root } from '../root.ts'

export const staticFolder = join(root, 'static')

let engine: Promise<Eta> | undefined

/** Renders a template of static/; the engine is loaded with the first page, not at start-up. */
export const render = async (template: string, data: object): Promise<string> => {
  engine ??= import('eta').then(({ Eta }) => new Eta({ views: staticFolder, autoEscape: true, cache: true }))
  return (await engine).renderAsync(template, data)
}

/** No inline script or style, nothing from elsewhere; any shop may show the page in its widget. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self' http: https:",
  "base-uri 'none'",
].join('; ')
