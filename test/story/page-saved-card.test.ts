import t from 'tap'
import { threeDSCards } from '../../contracts/sandbox-card.ts'
import type { Sandbox, SandboxOptions } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  bearer,
  card,
  control,
  journal,
  journalText,
  openPayform,
  openSandbox,
  paymentObject,
  saveCard,
  submitCard,
  tokenOf,
} from '../world.ts'

/** A payment object as the page of saved cards lists its fields. */
const savedCardObject = (accessToken: string, cardId: string, given: Record<string, unknown> = {}) => {
  const { auth, terminal, ...rest } = paymentObject(accessToken)
  return {
    ...rest,
    terminalId: terminal,
    token: accessToken,
    postLink: 'https://shop.example/postlink',
    paymentType: 'cardId',
    cardid: cardId,
    ...given,
  }
}

const openWith = async (sandbox: Sandbox, cardId: string, given: Record<string, unknown> = {}) =>
  openPayform(sandbox, savedCardObject(await tokenOf(sandbox), cardId, given))

const openSaved = async (t: Parameters<typeof openSandbox>[0], options: SandboxOptions = {}) => {
  const sandbox = await openSandbox(t, options)
  const cardId = await saveCard(sandbox)
  return { sandbox, cardId, opened: await openWith(sandbox, cardId) }
}

const latest = async (sandbox: Sandbox) => (await sandbox.payments()).at(-1)

t.test(
  'the page shows the mask of the saved card, asks for its CVC alone and charges that card',
  async (t) => {
    const { sandbox, cardId, opened } = await openSaved(t)
    t.equal(opened.status, 200)
    t.match(opened.html, /data-testid="saved-card"[^>]*>440563\.\.\.5096</)
    t.match(opened.html, 'name="cvc"')
    t.notMatch(opened.html, 'name="pan"')
    t.notMatch(opened.html, 'data-testid="save-card"')
    const other = { pan: '5522042705066736', expiry: '01/27', holder: 'SOMEBODY ELSE' }
    await submitCard(sandbox, opened.page, { ...other, cvc: card.cvc })
    matches(t, await latest(sandbox), { status: 'CHARGE', cardId, cardMask: '440563...5096' })
  },
)

t.test(
  'the card may be an object as in the API, and names come in any spelling the pages print',
  async (t) => {
    const sandbox = await openSandbox(t)
    const cardId = await saveCard(sandbox)
    const spellings = [
      { cardid: undefined, cardId: cardId.toUpperCase() },
      { cardid: undefined, cardId: { id: cardId } },
      { token: undefined, auth: { access_token: await tokenOf(sandbox), token_type: 'Bearer' } },
      {
        terminalId: undefined,
        terminal: paymentObject('').terminal,
        PaymentType: ' cardId ',
        paymentType: undefined,
      },
    ]
    for (const spelling of spellings) {
      const given = Object.fromEntries(Object.entries(spelling).filter(([, value]) => value !== undefined))
      const gone = Object.keys(spelling).filter((name) => !(name in given))
      const object = savedCardObject(await tokenOf(sandbox), cardId, given)
      for (const name of gone) delete (object as Record<string, unknown>)[name]
      const { html } = await openPayform(sandbox, object)
      t.match(html, 'data-testid="saved-card"', Object.keys(spelling).join(' '))
    }
  },
)

t.test('a mistyped CVC is no attempt, a wrong one declines with 486', async (t) => {
  const { sandbox, opened } = await openSaved(t)
  const mistyped = await submitCard(sandbox, opened.page, { cvc: '32' })
  t.equal(mistyped.status, 422)
  t.match(mistyped.html, 'CVC состоит из 3 цифр')
  t.match(mistyped.html, 'data-testid="saved-card"')
  await submitCard(sandbox, opened.page, { cvc: '999' })
  matches(t, await latest(sandbox), { status: 'FAILED', reasonCode: 486 })
  await submitCard(sandbox, opened.page, { cvc: card.cvc })
  matches(t, await latest(sandbox), { status: 'CHARGE', reasonCode: 0 })
})

t.test('with the quirk savedCardOnPage a click is enough', async (t) => {
  const { sandbox, cardId, opened } = await openSaved(t, { quirks: { savedCardOnPage: 'confirmation' } })
  t.match(opened.html, 'Нажмите кнопку, если платите этой картой')
  t.notMatch(opened.html, 'name="cvc"')
  await submitCard(sandbox, opened.page, {})
  matches(t, await latest(sandbox), { status: 'CHARGE', cardId })
})

t.test('the payment names the guess that the page asks for a CVC', async (t) => {
  const { sandbox, opened } = await openSaved(t)
  await submitCard(sandbox, opened.page, { cvc: card.cvc })
  const { id } = (await latest(sandbox)) ?? {}
  const { body } = await control(sandbox, 'GET', `payments/${id}`)
  t.match(JSON.stringify(body), 'saved card on the payment page is asked for its CVC')
})

t.test('outcomes can be forced as elsewhere: by id, by rule and on the page', async (t) => {
  const sandbox = await openSandbox(t)
  const byId = await openWith(sandbox, '00000000-0000-4000-8000-000000000484')
  await submitCard(sandbox, byId.page, { cvc: '123' })
  matches(t, await latest(sandbox), { reasonCode: 484 })
  const cardId = await saveCard(sandbox)
  await control(sandbox, 'POST', 'rules', { when: { cardId }, then: { reasonCode: 467 }, times: 1 })
  await submitCard(sandbox, byId.page, { cvc: '123', outcome: '455' })
  matches(t, await latest(sandbox), { reasonCode: 455 })
  const invoiceId = '000000002'
  const token = await tokenOf(sandbox, { invoiceID: invoiceId })
  const byRule = await openPayform(sandbox, savedCardObject(token, cardId, { invoiceId }))
  await submitCard(sandbox, byRule.page, { cvc: card.cvc })
  matches(t, await latest(sandbox), { reasonCode: 467 })
})

t.test('a card that the issuer recognises is recognised on the page when it was saved', async (t) => {
  const sandbox = await openSandbox(t)
  const { pan = '' } = threeDSCards.find(({ threeDS }) => threeDS === 'frictionless') ?? {}
  const cardId = await saveCard(sandbox, { ...card, pan })
  const opened = await openWith(sandbox, cardId)
  await submitCard(sandbox, opened.page, { cvc: '123' })
  matches(t, await latest(sandbox), { status: 'CHARGE', cardId })
  const { id } = (await latest(sandbox)) ?? {}
  const decided = (await journal(sandbox)).find((entry) => (entry.transaction as { id?: string })?.id === id)
  matches(t, decided, { transaction: { secure: true, secureDetails: 'F' } })
})

t.test('a card that is unknown, of another merchant or deactivated is refused in words', async (t) => {
  const sandbox = await openSandbox(t)
  const unknown = await openWith(sandbox, '3cd0fb54-9855-14a6-e063-1b01010a84c4')
  t.equal(unknown.status, 400)
  t.match(unknown.html, 'карта не найдена')
  t.match(unknown.html, 'возьмите cardId из прежнего postlink об успехе')

  const cardId = await saveCard(sandbox)
  const open = await openWith(sandbox, cardId)
  const token = await tokenOf(sandbox, { invoiceID: '000000005' })
  await fetch(`${sandbox.url}/api/card/deactivate/${cardId}`, { method: 'POST', headers: bearer(token) })
  const invoiceId = '000000003'
  const fresh = await tokenOf(sandbox, { invoiceID: invoiceId })
  const refused = await openPayform(sandbox, savedCardObject(fresh, cardId, { invoiceId }))
  t.equal(refused.status, 400)
  t.match(refused.html, 'карта отключена')
  t.match(refused.html, 'предложите покупателю другую карту')
  // It was good when its page was opened.
  await submitCard(sandbox, open.page, { cvc: card.cvc })
  matches(t, await latest(sandbox), { status: 'FAILED', reasonCode: 522 })
})

t.test('no CVC stands in the journal', async (t) => {
  const { sandbox, opened } = await openSaved(t)
  await submitCard(sandbox, opened.page, { cvc: card.cvc })
  t.notMatch(await journalText(sandbox), /"cvc":|"321"/)
})
