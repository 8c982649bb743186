import type { Case } from '../case.ts'

export const scriptInTheAdminPage: Case = {
  name: 'script-in-the-admin-page',
  promise: 'What a postlink says is only text on the pages of your staff.',
  why: 'A buyer’s name with a script in it runs in the browser of who looks at the order, with all their rights.',
  fix: 'Escape every field when you print it; let the template engine do it.',
  catches: ['shows-what-it-gets', 'shows-it-by-script'],
  async run(trial) {
    const { merchant } = trial.bed
    if (!merchant.can.admin)
      trial.skip('certify.yaml names no admin: a page of your staff that shows an order')
    const order = await trial.order()
    const declined = await trial.declineUnheard(order)
    const mark = `<img src=x id=epay${order.invoiceId} onerror=alert(1)>`
    const body = {
      ...trial.bodyOf(declined),
      name: mark,
      description: mark,
      reason: mark,
      email: mark,
      data: mark,
    }
    await trial.deliver(declined, body, { about: 'HTML in the fields of a failure' })
    await trial.expectUnpaid(order)
    const isThere = (await merchant.readAdmin(order)).toLowerCase().includes(mark.toLowerCase())
    trial.check(
      'the page of the staff',
      'text, escaped',
      isThere ? `HTML: ${mark}` : 'no HTML of it',
      !isThere,
    )
    const browsed = await merchant.browseAdmin(order)
    if (browsed === undefined) return
    // A browser writes text with an escaped bracket: what follows a real one is an element.
    const isElement = new RegExp(`<img[^>]* id="?epay${order.invoiceId}`).test(browsed)
    trial.check(
      'the page of the staff, in Chromium',
      'text',
      isElement ? `an element that its script made of ${mark}` : 'no element of it',
      !isElement,
    )
  },
}
