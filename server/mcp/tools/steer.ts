import { Rule, ruleViolations } from '../../../contracts/rule.ts'
import { Amount, InvoiceId, Link, Type } from '../../../contracts/schema.ts'
import clients from '../../../fixtures/clients.json' with { type: 'json' }
import terminals from '../../../fixtures/terminals.json' with { type: 'json' }
import { readOutcome } from '../../client/outcome.ts'
import { openTestClient } from '../../client/test-client.ts'
import { overNetwork } from '../../client/transport.ts'
import { UsageError } from '../../errors.ts'
import { tool } from '../tool.ts'

const strict = { additionalProperties: false }

/** The documented merchant. */
const merchantOf = () => {
  const [terminal] = terminals
  const client = clients.find(({ id }) => id === terminal?.client)
  return { terminal: terminal?.id ?? '', clientId: client?.id ?? '', clientSecret: client?.secret ?? '' }
}

export const makePayment = tool({
  name: 'make_payment',
  title: 'Pay as shop and buyer',
  description:
    'Requests a token as the shop, opens the payment page and pays as the buyer, with the card whose outcome is a ' +
    'reason code (0 is approved). Use it to see what a payment looks like, or to send a postlink to a handler.',
  changes: true,
  input: Type.Object(
    {
      invoiceId: InvoiceId(),
      amount: Amount(),
      reasonCode: Type.Optional(
        Type.Integer({
          minimum: -1,
          maximum: 9999,
          description: 'What the card means.',
          expected: 'a reason code',
        }),
      ),
      postLink: Type.Optional(Link({ description: 'Where the bank tells that it is paid.' })),
      failurePostLink: Type.Optional(Link({ description: 'Where the bank tells that it is declined.' })),
      secretHash: Type.Optional(
        Type.String({ description: 'What postlinks of this order carry to prove themselves.' }),
      ),
    },
    strict,
  ),
  async run({ session }, { reasonCode = 0, ...order }) {
    const transport = overNetwork(session.target())
    const purchase = {
      currency: 'KZT',
      description: 'Tea',
      accountId: 'customer1',
      // What the page refuses is read by an agent.
      language: 'eng',
      ...merchantOf(),
      ...order,
    }
    const backLink = `${session.target().url}/_sandbox/`
    const { payment } = await openTestClient(transport).payOnPage({ ...purchase, backLink }, reasonCode)
    return { token: 'issued, and used by this payment', payment }
  },
})

export const setOutcome = tool({
  name: 'set_outcome',
  title: 'Decide how payments end',
  description:
    'The next payment ends with outcome (484, code:502, approve, lost, refused, 3ds, 502, http:418), or rule says to ' +
    'which payment or call what is done. clear: true removes every rule.',
  changes: true,
  input: Type.Object(
    {
      outcome: Type.Optional(Type.String({ description: 'Of the next payment alone.' })),
      rule: Type.Optional(Rule),
      clear: Type.Optional(Type.Boolean({ expected: 'true' })),
    },
    strict,
  ),
  run({ session }, { outcome, rule, clear }) {
    if (clear) return session.ask('DELETE', 'rules')
    if (outcome === undefined && rule === undefined) throw new UsageError('send outcome, rule or clear')
    const wanted = outcome === undefined ? rule : { then: readOutcome(outcome).then, times: 1 }
    const problems = ruleViolations(wanted).map(
      (one) => `${one.where}: got ${one.got}, expected ${one.expected}`,
    )
    if (problems.length > 0) throw new UsageError(`the rule cannot be added: ${problems.join('. ')}`)
    return session.ask('POST', 'rules', wanted)
  },
})

export const moveClock = tool({
  name: 'move_clock',
  title: 'Move the clock',
  description:
    'Advances the clock of the workspace: tokens expire, pages time out and postlinks are tried again at once, in ' +
    'order. Answers what was due. system: true goes back to real time.',
  changes: true,
  input: Type.Object(
    {
      advance: Type.Optional(Type.String({ expected: 'an ISO 8601 duration such as PT2H' })),
      system: Type.Optional(Type.Boolean({ expected: 'true' })),
    },
    strict,
  ),
  run: ({ session }, { advance, system }) =>
    session.ask('POST', 'clock', system ? { mode: 'system' } : { advance }),
})
