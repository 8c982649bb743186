import t from 'tap'
import { setApart } from '../../server/readings/run/apart.ts'

const at = Date.parse('2025-02-12T09:42:51+05:00')
const sent = (taken: boolean, more: object, contentType = 'application/json') => ({
  ...{ taken, contentType },
  body: {
    ...{
      amount: 100,
      name: 'A',
      email: 'a@shop.example',
      approvalCode: '1',
      dateTime: '2025-02-12T09:42:51+05:00',
    },
    ...more,
  } as never,
})

t.test('what a refused postlink has and no taken one is what sets it apart', async (t) => {
  const taken = sent(true, { name: "O'Brien" })
  const refused = sent(false, { name: "O'Neill", amount: 100.5 })
  const another = sent(false, { email: '' }, 'text/plain')
  const apartOf = setApart([taken, refused, another], at)
  t.strictSame(apartOf(taken), [])
  t.strictSame(apartOf(refused), ['an amount with tiyn'], 'an apostrophe was taken')
  t.strictSame(apartOf(another), ['a content type that is not application/json', 'no e-mail'])
  t.strictSame(setApart([taken], at)(taken), [])
})
