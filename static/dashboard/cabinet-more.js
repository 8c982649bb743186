import { call } from './api.js'
import { cardsTab, facts, invoiceLink } from './cabinet-cards.js'
import { h, keyed } from './dom.js'
import { instalmentsIn, linksIn, settingsIn } from './merchant.js'
import { button, confirm, copyButton } from './press.js'
import { t } from './speech.js'
import { dayTime, moneyText } from './text.js'
import { badge } from './words.js'

/** @typedef {import('./app.js').Context} Context */

/** @param {string} id */
const linkUrl = (id) => new URL(`../api/redirect/invoice-link/${id}`, document.baseURI).href

/** @param {Context} context */
export const linksTab = (context) =>
  cardsTab(
    'links',
    t('No payment link yet: make one here, or let the shop send POST invoice.'),
    () => linksIn(context.model),
    {
      version: ({ status }) => `${status} ${context.moment() === undefined}`,
      render: (link) =>
        h('li', { class: 'card stack-tight', 'data-testid': 'link' }, [
          h('div', { class: 'row' }, [
            h('h2', { class: 'grow' }, moneyText(link.order.amount, link.order.currency)),
            badge(link.status),
            link.status === 'ACTIVE' &&
              context.moment() === undefined &&
              button(t('Cancel link…'), () =>
                confirm(
                  t('Cancel the link of {invoice}?', { invoice: link.order.invoiceId }),
                  t('Nobody can pay by it any more. The shop hears nothing of it.'),
                  t('Cancel link'),
                  () => call('POST', `invoice-links/${link.id}/cancel`),
                ),
              ),
          ]),
          facts([
            [t('Invoice'), h('a', { href: invoiceLink(context, link) }, link.order.invoiceId)],
            [
              t('Link'),
              [
                h('a', { href: linkUrl(link.id), class: 'breaks' }, linkUrl(link.id)),
                ' ',
                copyButton(() => linkUrl(link.id), t('the link')),
              ],
            ],
            [t('Good until'), dayTime(link.expiresAt)],
          ]),
        ]),
    },
  )

/** @param {Context} context */
export const instalmentsTab = (context) =>
  cardsTab(
    'instalments',
    t('No purchase in instalments yet: the shop asks for one with POST order.'),
    () => instalmentsIn(context.model),
    {
      version: ({ status }) => status,
      render: (one) =>
        h('li', { class: 'card stack-tight', 'data-testid': 'instalment' }, [
          h('div', { class: 'row' }, [
            h('h2', { class: 'grow' }, moneyText(one.order.amount, one.order.currency)),
            badge(one.status),
          ]),
          facts([
            [t('Order'), h('a', { href: invoiceLink(context, one) }, one.order.invoiceId)],
            [t('Months'), one.condition.monthCount],
            [t('Rate'), `${one.condition.interestRate} %`],
            [t('Time'), dayTime(one.at)],
            [t('The bank’s app'), h('a', { href: `../homebank/instalment/${one.id}` }, t('open its page'))],
          ]),
        ]),
    },
  )

/** @param {any} terminal @param {(id: string, stages: string) => unknown} act */
const terminalNode = ({ id, shop, number, singleMessageScheme: isOne }, act) =>
  h('li', { class: 'card stack-tight', 'data-testid': 'terminal' }, [
    h('div', { class: 'row' }, [
      h('h2', { class: 'grow' }, shop),
      badge(isOne ? t('one stage') : t('two stages')),
      button(isOne ? t('Hold first') : t('Charge at once'), () => act(id, isOne ? 'two' : 'one')),
    ]),
    facts([
      [t('Terminal'), h('code', { class: 'breaks' }, id)],
      [t('Number'), number],
    ]),
  ])

/** The stages of each point of sale, and the switch between them. @param {Context} context */
export const terminalsTab = ({ model }) => {
  const list = h('ul', { class: 'stack', 'data-testid': 'terminals' })
  let read = ''
  const load = async () => {
    const { terminals } = await call('GET', 'terminals')
    keyed(list, terminals, {
      key: ({ id }) => id,
      version: ({ singleMessageScheme }) => String(singleMessageScheme),
      render: (terminal) =>
        terminalNode(terminal, (id, stages) => call('POST', `terminals/${id}`, { stages })),
    })
  }
  return {
    nodes: [h('div', { class: 'page scroller', tabindex: '0' }, list)],
    update() {
      const settings = JSON.stringify(settingsIn(model) ?? '')
      if (settings === read) return
      read = settings
      load().catch(() => {
        read = ''
      })
    },
    close() {},
  }
}
