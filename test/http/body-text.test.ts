import t from 'tap'
import { fieldsOf } from '../../server/http/request/body-text.ts'

t.test('a form is fields: the last of a name, whatever the name', async (t) => {
  const fields = fieldsOf('\uFEFFa=1&b=%20x+y&a=2&__proto__=p&constructor=c')
  t.strictSame(Object.entries(fields), [
    ['a', '2'],
    ['b', ' x y'],
    ['__proto__', 'p'],
    ['constructor', 'c'],
  ])
  t.equal(Object.getPrototypeOf(fields), Object.prototype)
})
