import { exec } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Call } from '../../contracts/certify.ts'
import { readJson } from '../../contracts/json.ts'
import { Trouble, Unseen } from './trouble.ts'
import type { Came, Send } from './wire.ts'

/** Where and with what a merchant is asked something. */
export interface Asking {
  send: Send
  folder: string
  environment: Record<string, string>
}

export type Values = Record<string, string>

/** What a merchant said: an HTTP answer, or what a command printed, or what a function returned. */
export interface Said extends Partial<Came> {
  text: string
  /** The JSON of it, when it is JSON. */
  value?: unknown
}

/** `{amount}` → 1000, in URLs, fields, commands. */
export const fill = (text: string, values: Values): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)

const filled = (value: unknown, values: Values): unknown => {
  if (typeof value === 'string') {
    const text = fill(value, values)
    // A field that is nothing but {amount} is a number in JSON.
    return value === '{amount}' ? Number(text) : text
  }
  if (Array.isArray(value)) return value.map((item) => filled(item, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, filled(part, values)]))
}

const longestMs = 30_000

/** Asks by URL, by command or by function. Throws Trouble when nobody answers. */
export const ask = async (call: Call, values: Values, asking: Asking): Promise<Said> => {
  if (call.url) return byUrl(call, values, asking)
  if (call.command) return byCommand(fill(call.command, values), values, asking)
  return byFunction(call.function ?? '', values, asking)
}

const byUrl = async (call: Call, values: Values, { send }: Asking): Promise<Said> => {
  const { form, json } = call
  const url = fill(call.url ?? '', values)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(call.headers ?? {})) headers[name.toLowerCase()] = String(value)
  let body: string | undefined
  if (json) {
    headers['content-type'] ??= 'application/json'
    body = JSON.stringify(filled(json, values))
  } else if (form) {
    headers['content-type'] ??= 'application/x-www-form-urlencoded'
    const fields = Object.entries(form).map(([name, text]) => [name, fill(String(text), values)])
    body = new URLSearchParams(fields as [string, string][]).toString()
  }
  const method = call.method ?? (body === undefined ? 'GET' : 'POST')
  const got = await send({ url, method, headers, ...(body === undefined ? {} : { body }) })
  if (got.status === undefined) throw new Unseen(`${method} ${url}: ${got.error}`)
  return { ...got, value: readJson(got.text) }
}

/** `invoiceId` → `INVOICE_ID`. */
const variable = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()

const byCommand = (command: string, values: Values, { folder, environment }: Asking): Promise<Said> =>
  new Promise((done, reject) => {
    const given = Object.fromEntries(Object.entries(values).map(([name, text]) => [variable(name), text]))
    const env = { ...process.env, ...environment, ...given }
    exec(command, { cwd: folder, env, timeout: longestMs }, (error, stdout, stderr) => {
      if (error?.killed) reject(new Unseen(`${command}: not at its end in ${longestMs / 1000} s`))
      else if (error)
        reject(new Trouble(`${command}: exit code ${error.code}: ${stderr.trim() || stdout.trim()}`))
      else done({ text: stdout.trim(), value: readJson(stdout) })
    })
  })

const byFunction = async (name: string, values: Values, { folder, environment }: Asking): Promise<Said> => {
  const [file = '', exported = ''] = name.split('#')
  const module = (await import(pathToFileURL(resolve(folder, file)).href)) as Record<string, unknown>
  const called = module[exported]
  if (typeof called !== 'function') throw new Trouble(`${file} exports no function ${exported}`)
  const value: unknown = await called({ ...values, environment })
  return { text: typeof value === 'string' ? value : JSON.stringify(value), value }
}
