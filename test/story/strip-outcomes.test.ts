import t from 'tap'
import { threeDSCards } from '../../contracts/sandbox-card.ts'
import { openPayform, openSandbox, paymentObject, submitCard, tokenOf } from '../world.ts'

const openStrip = async (t: Parameters<typeof openSandbox>[0], language = 'eng') => {
  const sandbox = await openSandbox(t)
  return { sandbox, ...(await openPayform(sandbox, paymentObject(await tokenOf(sandbox), { language }))) }
}

t.test('the strip has the 3-D Secure cards, each with what it does', async (t) => {
  const { html } = await openStrip(t, 'rus')
  for (const { pan } of threeDSCards) t.match(html, `data-testid="test-card-${pan}"`)
  t.match(html, /Спросит код, оплатит.*Без кода, оплатит.*Спросит код, отказ 473/s)
})

t.test('outcomes stand in groups, the most used on top, each once', async (t) => {
  const { html } = await openStrip(t)
  const labels = [...html.matchAll(/<optgroup label="([^"]+)"/g)].map(([, label]) => label)
  t.same(labels, ['Most used', 'Money and limits', 'Card', 'Bank', '3-D Secure', 'Technical'])
  const codes = [...html.matchAll(/<option value="(\d+)"/g)].map(([, code]) => code)
  t.same(codes.slice(0, 2), ['0', '484'])
  t.equal(new Set(codes).size, codes.length)
})

t.test(
  'a pressed test card replaces a name that the form would refuse, and keeps one it takes',
  async (t) => {
    const { sandbox, page } = await openStrip(t)
    const pan = threeDSCards[0]?.pan ?? ''
    const pressed = async (holder: string) =>
      /name="holder"[^>]*value="([^"]*)"/.exec(
        (await submitCard(sandbox, page, { testCard: pan, holder })).html,
      )?.[1]
    t.equal(await pressed('Иван'), 'TEST CARDHOLDER')
    t.equal(await pressed('ANNA'), 'ANNA')
  },
)
