import { orderOf, success } from '../core/given.ts'
import { amounts, anyToken, type Move, shops, tokenOf } from './move.ts'

/** Links and codes: ways to the page that are not the shop's own. */

const contacts = { recipient: 'a@shop.test', recipientSms: '+77770000001', notifier: '', notifierSms: '' }

const makeInvoiceLink: Move = async (town) => {
  const { chance, memory, ask } = town
  const { terminal } = chance.of(shops)
  const invoiceId = chance.happens(0.2) ? tokenOf(town).order.invoiceId : `L-${memory.links.length + 100_000}`
  const reply = await ask<'make invoice link'>({
    kind: 'make invoice link',
    accessToken: anyToken(town),
    shopId: terminal,
    order: orderOf({
      invoiceId,
      terminal: '',
      amount: chance.of(amounts),
      postLink: chance.of([success, '']),
    }),
    ...(chance.happens(0.5) ? { expirePeriod: chance.of(['1d', '3d']) } : {}),
    language: 'rus',
    contacts,
    unknownFields: [],
  })
  if (reply) memory.links.push(reply.id)
}

const openInvoiceLink: Move = async ({ chance, memory, ask }) => {
  const link = chance.recent(memory.links, 8) ?? 'none'
  const view = await ask<'open invoice link'>({ kind: 'open invoice link', link })
  if (view) memory.pages.push(view.page.id)
}

const cancelInvoiceLink: Move = ({ chance, memory, ask }) =>
  ask<'cancel invoice link'>({ kind: 'cancel invoice link', link: chance.recent(memory.links) ?? 'none' })

const makeQr: Move = async (town) => {
  const { accessToken, order } = tokenOf(town)
  const { invoiceId: _i, terminal: _t, amount: _a, currency: _c, ...wish } = order
  const reply = await town.ask<'make qr'>({ kind: 'make qr', accessToken, wish, unknownFields: [] })
  if (reply) town.memory.bills.push(reply.billNumber)
}

const scanQr: Move = async ({ chance, memory, ask }) => {
  const billNumber = chance.recent(memory.bills, 4) ?? 'none'
  const view = await ask<'scan qr'>({ kind: 'scan qr', billNumber })
  if (view) memory.pages.push(view.page.id)
}

const askQr: Move = async (town) => {
  const billNumber = town.chance.happens(0.5) ? town.chance.recent(town.memory.bills) : undefined
  await town.ask<'ask qr'>({ kind: 'ask qr', accessToken: anyToken(town), billNumber })
}

export const linkMoves: [Move, number][] = [
  [makeInvoiceLink, 3],
  [openInvoiceLink, 4],
  [cancelInvoiceLink, 0.3],
  [makeQr, 4],
  [scanQr, 4],
  [askQr, 2],
]
