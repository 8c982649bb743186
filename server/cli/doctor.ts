import type { Command } from 'commander'
import type { RuleRecord, Settings } from '../../contracts/entry.ts'
import { type Rule, rules } from '../../contracts/fidelity.ts'
import { tellProvenance } from '../../contracts/provenance.ts'
import { type QuirkName, quirks } from '../../contracts/quirk.ts'
import { sources } from '../../contracts/sources.ts'
import { call } from '../client/control.ts'
import { CheckFailed, Unreachable } from '../errors.ts'
import { version } from '../version.ts'
import { printFidelity } from './fidelity.ts'
import { type Common, reading } from './remote.ts'
import { listRules, ruleColumns } from './rules.ts'
import { print, say } from './table.ts'

interface Checked {
  check: string
  ok: boolean
  detail: string
}

const nodeCheck = (): Checked => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > 22 || (major === 22 && minor >= 18)
  const detail = ok ? process.versions.node : `${process.versions.node}; 22.18 or newer is needed`
  return { check: 'Node.js', ok, detail }
}

interface Server {
  checked: Checked
  settings?: Settings
  neverMatched: RuleRecord[]
  found: Found[]
}

interface Found {
  id: string
  severity: string
  message: string
  fix: string
  count: number
}

const serverCheck = async (options: Common): Promise<Server> => {
  try {
    const health = await call<{ version: string; now: string }>(options, 'GET', 'health')
    const settings = await call<Settings>(options, 'GET', 'settings')
    const neverMatched = (await listRules(options)).filter(({ matched }) => matched === 0)
    const { findings: found } = await call<{ findings: Found[] }>(options, 'GET', 'findings')
    const same = health.version === version
    const detail = same
      ? `${options.url}, its clock says ${health.now}`
      : `version ${health.version}, this is ${version}`
    return { checked: { check: 'running sandbox', ok: same, detail }, settings, neverMatched, found }
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof CheckFailed)) throw error
    return {
      checked: { check: 'running sandbox', ok: false, detail: error.message },
      neverMatched: [],
      found: [],
    }
  }
}

const quirkRows = (settings: Settings | undefined) =>
  (Object.keys(quirks) as QuirkName[]).map((name) => {
    const { about, values, documented, observed, provenance } = quirks[name]
    const value = settings?.quirks[name] ?? documented
    return { name, value, documented, observed, values, about, provenance: tellProvenance(provenance) }
  })

const fidelityRows = () =>
  (Object.keys(rules) as Rule[]).map((rule) => ({ rule, ...tellProvenance(rules[rule]) }))

const sayChecks = (checks: Checked[]) =>
  print(
    'text',
    {},
    [
      ['check', (c) => c.check],
      ['', (c) => (c.ok ? 'ok' : 'NOT OK')],
      ['', (c) => c.detail],
    ],
    checks,
  )

/** The commonest first bug of a shop: paid, and never CHARGE. */
const sayStages = (settings: Settings | undefined) => {
  const stages = settings?.quirks.testTerminalStages ?? quirks.testTerminalStages.documented
  const here = stages === 'two' ? 'holds here (AUTH) until operation/{id}/charge' : 'charges at once here'
  say(
    `\nStages: the shared test terminal ${here};\nat the bank it was seen to hold, ` +
      'a new terminal of your own charges at once.\nSet it with --stages one|two.\n' +
      'A postlink says "ok" to both: ask for the status before you deliver.',
  )
}

const sayUnmatched = (neverMatched: RuleRecord[]) => {
  if (neverMatched.length === 0) return
  say('\nRules that never matched (epay-sandbox rules clear <id>)')
  print('text', {}, ruleColumns, neverMatched)
}

const sayQuirks = (settings: Settings | undefined) => {
  say('\nQuirks: where documents and wire differ')
  print(
    'text',
    {},
    [
      ['name', (q) => q.name],
      ['now', (q) => q.value],
      ['values', (q) => q.values.join(' ')],
      ['about', (q) => q.about],
    ],
    quirkRows(settings),
  )
}

const sayFindings = (found: Found[]) => {
  if (found.length === 0) return
  say('\nFindings: what requests did not do as the documents say')
  print(
    'text',
    {},
    [
      ['severity', (f) => f.severity],
      ['count', (f) => String(f.count)],
      ['finding', (f) => `${f.id}: ${f.message}`],
      ['fix', (f) => f.fix],
    ],
    found,
  )
}

const sayFidelity = () => {
  say('\nRules')
  print(
    'text',
    {},
    [
      ['known', (r) => r.level],
      ['rule', (r) => r.rule],
      ['source', (r) => r.source],
    ],
    fidelityRows(),
  )
  say('\nSources')
  for (const { title, link } of Object.values(sources)) say(`  ${title}\n    ${link}`)
}

export const doctorCommand = (program: Command): void => {
  reading(
    program
      .command('doctor')
      .description('is everything in order, which rules never matched, and where does the sandbox guess?')
      .option('--fidelity', 'only: how much is documented, observed or assumed, and what is assumed'),
  ).action(async (options: Common & { fidelity?: boolean }) => {
    if (options.fidelity) return printFidelity(options.format)
    const { checked, settings, neverMatched, found } = await serverCheck(options)
    const checks = [nodeCheck(), checked]
    if (options.format === 'json') {
      print('json', {
        checks,
        neverMatched,
        findings: found,
        quirks: quirkRows(settings),
        rules: fidelityRows(),
      })
    } else {
      sayChecks(checks)
      sayStages(settings)
      sayUnmatched(neverMatched)
      sayFindings(found)
      sayQuirks(settings)
      sayFidelity()
    }
    const failed = checks.filter(({ ok }) => !ok).map(({ check, detail }) => `${check}: ${detail}`)
    if (failed.length > 0) throw new CheckFailed(failed.join('; '))
  })
}
