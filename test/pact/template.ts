import { MatchersV3 } from '@pact-foundation/pact'

/** Text such as `Bearer ${accessToken}`, alone or deep in an object: filled in, or left for the verifier to fill. */
export type Values = Record<string, string | number>

const hole = /\$\{(\w+)\}/g

const stateValue = (values: Values, name: string): string | number => {
  const value = values[name]
  if (value === undefined) throw new Error(`no state answered the value "${name}"`)
  return value
}

const fillText = (template: string, values: Values): string | number => {
  const whole = /^\$\{(\w+)\}$/.exec(template)?.[1]
  if (whole !== undefined) return stateValue(values, whole)
  return template.replace(hole, (_, name: string) => String(stateValue(values, name)))
}

const walk = (template: unknown, onText: (text: string) => unknown): unknown => {
  if (typeof template === 'string') return onText(template)
  if (typeof template !== 'object' || template === null) return template
  if (Array.isArray(template)) return template.map((part) => walk(part, onText))
  return Object.fromEntries(Object.entries(template).map(([name, part]) => [name, walk(part, onText)]))
}

export const filled = <T>(template: T, values: Values): T =>
  walk(template, (text) => fillText(text, values)) as T

export const injected = <T>(template: T, values: Values): T =>
  walk(template, (text) =>
    text.includes('${') ? MatchersV3.fromProviderState(text, fillText(text, values)) : text,
  ) as T
