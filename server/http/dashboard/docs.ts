import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { render, staticFolder } from '../answer/views.ts'
import { problem } from '../control/problem.ts'
import { prefixOf } from '../request/address.ts'
import { describeRoutes } from '../request/route.ts'

const docsFolder = join(staticFolder, 'docs')

interface DocPage {
  /** `connect/laravel`. */
  name: string
  title: string
  markdown: string
}

const titleOf = (markdown: string, name: string) => /^# (.+)$/m.exec(markdown)?.[1] ?? name

const readPage = async (file: string): Promise<DocPage> => {
  const markdown = await readFile(join(docsFolder, file), 'utf8')
  const name = file.split(sep).join('/').replace(/\.md$/, '')
  return { name, title: titleOf(markdown, name), markdown }
}

/** Read once: they come with the package. Only what is listed is served, so no path leads anywhere else. */
const readPages = async (): Promise<Map<string, DocPage>> => {
  const files = (await readdir(docsFolder, { recursive: true })).filter((file) => file.endsWith('.md')).sort()
  return new Map((await Promise.all(files.map(readPage))).map((page) => [page.name, page]))
}

let reading: Promise<Map<string, DocPage>> | undefined

/** Every page by its name. */
export const docPages = (): Promise<Map<string, DocPage>> => {
  reading ??= readPages()
  return reading
}

/** Links between pages are written for readers of the files; here they lead from page to page. */
const linked = (html: string) => html.replace(/(<a href="(?![a-z+.-]+:)[^"]*?)\.md(#[^"]*)?"/g, '$1$2"')

const policy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"

const sendDoc = async (reply: FastifyReply, view: object) =>
  reply
    .header('content-security-policy', policy)
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(await render('dashboard/docs', view))

/** `/_sandbox/docs`: static/docs to read, offline; nothing in it is secret, so nobody is asked for a token. */
export const docsRoutes = async (app: FastifyInstance): Promise<void> => {
  describeRoutes(app, { operation: 'control', kept: false })
  app.get('/_sandbox/docs', (request, reply) => reply.redirect(`${prefixOf(request)}/_sandbox/docs/`, 302))
  app.get('/_sandbox/docs/', async (request, reply) => {
    const list = [...(await docPages()).values()].map(({ name, title }) => ({ name, title }))
    return sendDoc(reply, { base: `${prefixOf(request)}/_sandbox`, title: 'Documents', list })
  })
  app.get<{ Params: { '*': string } }>('/_sandbox/docs/*', async (request, reply) => {
    const asked = request.params['*']
    const page = (await docPages()).get(asked.replace(/(\.md|\/)$/, ''))
    if (!page) return problem(reply, 404, 'No such document', { detail: 'see GET /_sandbox/docs/' })
    if (asked.endsWith('.md')) return reply.type('text/markdown; charset=utf-8').send(page.markdown)
    // Loaded with the first page.
    const { marked } = await import('marked')
    const html = linked(await marked.parse(page.markdown))
    return sendDoc(reply, { base: `${prefixOf(request)}/_sandbox`, title: page.title, html, name: page.name })
  })
}
