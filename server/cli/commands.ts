import { type Command, Option } from 'commander'
import type { TestCard } from '../../contracts/card.ts'
import type { Settings } from '../../contracts/entry.ts'
import { type Rule, rules } from '../../contracts/fidelity.ts'
import { type QuirkName, quirks } from '../../contracts/quirk.ts'
import cards from '../../fixtures/cards.json' with { type: 'json' }
import type { paymentView, postlinkView } from '../http/control/readings.ts'
import { version } from '../version.ts'
import { type Connection, call, listAll } from './client.ts'
import { CheckFailed, Unreachable } from './exit.ts'
import { type Column, print } from './table.ts'

interface Common extends Connection {
  format: 'text' | 'json'
}

/** The options of every command that speaks to a running sandbox. */
const remote = (command: Command): Command =>
  command
    .addOption(
      new Option('--url <url>', 'the running sandbox')
        .env('EPAY_SANDBOX_URL')
        .default('http://127.0.0.1:3729'),
    )
    .option('--workspace <name>', 'another workspace than the default one')
    .addOption(new Option('--token <token>', 'control token').env('EPAY_CONTROL_TOKEN'))
    .addOption(new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text'))

type Payment = ReturnType<typeof paymentView>
type Postlink = ReturnType<typeof postlinkView>

const paymentColumns: Column<Payment>[] = [
  ['id', ({ id }) => id],
  ['invoice', ({ invoiceId }) => invoiceId],
  ['status', ({ status }) => status],
  ['amount', ({ amount, currency }) => `${amount} ${currency}`],
  ['reason', ({ reasonCode, reason }) => `${reasonCode} ${reason}`],
  ['card', ({ cardMask }) => cardMask],
]

const postlinkColumns: Column<Postlink>[] = [
  ['id', ({ id }) => id],
  ['invoice', ({ invoiceId }) => invoiceId],
  ['kind', ({ kind }) => kind],
  ['state', ({ state }) => state],
  ['answer', ({ attempts }) => String(attempts.at(-1)?.status ?? attempts.at(-1)?.error ?? '')],
  ['to', ({ url }) => url],
]

const filter = (options: { invoice?: string; status?: string }) =>
  new URLSearchParams({
    ...(options.invoice ? { invoiceId: options.invoice } : {}),
    ...(options.status ? { status: options.status } : {}),
  })

export const paymentsCommand = (program: Command): void => {
  const payments = program.command('payments').description('what was paid and what was declined')
  remote(payments.command('list', { isDefault: true }).description('every payment, oldest first'))
    .option('--invoice <id>', 'of one invoice')
    .option('--status <name>', 'with one status, e.g. CHARGE')
    .action(async (options: Common & { invoice?: string; status?: string }) => {
      const rows = await listAll<Payment>(options, `payments?${filter(options)}`, 'payments')
      print(options.format, { payments: rows }, paymentColumns, rows)
    })
  remote(payments.command('show <id>').description('one payment, whole')).action(
    async (id: string, options: Common) =>
      print('json', await call<Payment>(options, 'GET', `payments/${encodeURIComponent(id)}`)),
  )
}

export const postlinksCommand = (program: Command): void => {
  const postlinks = program.command('postlinks').description('what the shop was told, and what it answered')
  remote(postlinks.command('list', { isDefault: true }).description('every postlink, oldest first'))
    .option('--invoice <id>', 'of one invoice')
    .action(async (options: Common & { invoice?: string }) => {
      const rows = await listAll<Postlink>(options, `postlinks?${filter(options)}`, 'postlinks')
      print(options.format, { postlinks: rows }, postlinkColumns, rows)
    })
  const path = (id: string) => `postlinks/${encodeURIComponent(id)}`
  remote(postlinks.command('show <id>').description('one postlink: body and attempts')).action(
    async (id: string, options: Common) => print('json', await call<Postlink>(options, 'GET', path(id))),
  )
  const verbs = { resend: 'send it again now', hold: 'keep a due one back', release: 'send a held one' }
  for (const [verb, about] of Object.entries(verbs)) {
    remote(postlinks.command(`${verb} <id>`).description(about)).action(
      async (id: string, options: Common) => {
        const postlink = await call<Postlink>(options, 'POST', `${path(id)}/${verb}`)
        print(options.format, postlink, postlinkColumns, [postlink])
      },
    )
  }
}

const cardColumns: Column<TestCard>[] = [
  ['number', ({ pan }) => pan],
  ['expiry', ({ expiry }) => expiry],
  ['cvc', ({ cvc }) => cvc],
  ['status', ({ status }) => status],
  ['source', ({ source }) => source],
]

export const cardsCommand = (program: Command): void => {
  program
    .command('cards')
    .description('the test cards of the documentation')
    .addOption(
      new Option('--edition <edition>', 'edition of the documentation')
        .choices(['2025', '2020'])
        .default('2025'),
    )
    .addOption(new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text'))
    .action(({ edition, format }: { edition: string; format: 'text' | 'json' }) => {
      const rows = (cards as TestCard[]).filter((card) => card.edition === edition)
      print(format, { edition, cards: rows }, cardColumns, rows)
    })
}

export const resetCommand = (program: Command): void => {
  remote(program.command('reset').description('forget everything of the workspace')).action(
    async (options: Common) => {
      const answer = await call<{ workspace: string }>(options, 'POST', 'reset')
      if (options.format === 'json') print('json', answer)
      else process.stdout.write(`workspace ${answer.workspace} is empty again\n`)
    },
  )
}

interface Checked {
  check: string
  ok: boolean
  detail: string
}

const nodeCheck = (): Checked => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > 22 || (major === 22 && minor >= 18)
  return {
    check: 'Node.js',
    ok,
    detail: ok ? process.versions.node : `${process.versions.node}; 22.18 or newer is needed`,
  }
}

const serverCheck = async (options: Common): Promise<{ checked: Checked; settings?: Settings }> => {
  try {
    const health = await call<{ version: string; now: string }>(options, 'GET', 'health')
    const settings = await call<Settings>(options, 'GET', 'settings')
    const same = health.version === version
    const detail = same
      ? `${options.url}, its clock says ${health.now}`
      : `version ${health.version}, this is ${version}`
    return { checked: { check: 'running sandbox', ok: same, detail }, settings }
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof CheckFailed)) throw error
    return { checked: { check: 'running sandbox', ok: false, detail: error.message } }
  }
}

const quirkRows = (settings: Settings | undefined) =>
  (Object.keys(quirks) as QuirkName[]).map((name) => {
    const { about, values, documented, observed, provenance } = quirks[name]
    return {
      name,
      value: settings?.quirks[name] ?? documented,
      documented,
      observed,
      values,
      about,
      provenance,
    }
  })

const ruleRows = () => (Object.keys(rules) as Rule[]).map((rule) => ({ rule, ...rules[rule] }))

export const doctorCommand = (program: Command): void => {
  remote(
    program.command('doctor').description('is everything in order, and where does the sandbox guess?'),
  ).action(async (options: Common) => {
    const { checked, settings } = await serverCheck(options)
    const checks = [nodeCheck(), checked]
    if (options.format === 'json') print('json', { checks, quirks: quirkRows(settings), rules: ruleRows() })
    else {
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
      process.stdout.write('\nQuirks: where documents and wire differ\n')
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
      process.stdout.write('\nRules\n')
      print(
        'text',
        {},
        [
          ['known', (r) => r.level],
          ['rule', (r) => r.rule],
          ['source', (r) => r.source],
        ],
        ruleRows(),
      )
    }
    const failed = checks.filter(({ ok }) => !ok)
    if (failed.length > 0)
      throw new CheckFailed(failed.map(({ check, detail }) => `${check}: ${detail}`).join('; '))
  })
}
