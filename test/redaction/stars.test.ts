import t from 'tap'
import { isStarred, type Known, patternOf, starred } from '../../server/redaction/stars.ts'

const token = 'ABCDEFGHIJ0123456789_Z'
const known: Known = {
  secrets: patternOf(['short', 'a.secret(of)+letters', 'a.secret(of)+letters and more', 'nothing-of-digits']),
  hasOwnSecrets: () => false,
  isToken: (word) => word === token,
  isSecret: (word) => word === 'own-secret',
}
const card = '4405639704015096'
const packed = (text: string) => Buffer.from(text).toString('base64')

t.test('what may not be written down is found wherever it stands, and nothing else', async (t) => {
  const hidden = {
    'a card': card,
    'a card in words': `card ${card}, tea`,
    'a card in groups': '4405 6397-0401 5096',
    'a card of thirteen digits': '4222222222222',
    'a card with a letter spelled': `440563970401%35096`,
    'a card in digits of another script': '٤٤٠٥٦٣٩٧٠٤٠١٥٠٩٦',
    'a token': token,
    'a token in words': `it was ${token}, yesterday`,
    'a secret': 'nothing-of-digits',
    'a secret in words': 'it is nothing-of-digits!',
    'a secret with signs': 'x a.secret(of)+letters x',
    'a packed card': packed(card),
    'a packed secret': packed('nothing-of-digits'),
    'a packed card in lines': packed(`the card is ${card}`).replace(/.{12}/g, '$&\r\n'),
  }
  for (const [what, text] of Object.entries(hidden)) t.ok(isStarred(starred(text, 'data', known)), what)
  const plain = [
    'short',
    'Tea, 12 glasses',
    'aXsecretXofXletters',
    '123456789012',
    'ABCDEFGHIJ0123456789_',
    `${token}${token}`,
    'failurePostLink',
    packed('a cup of tea, please'),
    'Чай чёрный',
  ]
  for (const text of plain) t.equal(starred(text, 'data', known), text)
})

t.test('of two secrets at one place the longer is taken out whole', async (t) => {
  t.equal(starred('a.secret(of)+letters and more', 'data', known), '******')
})

t.test('secrets that are known by their digests are looked for once there are any', async (t) => {
  t.equal(starred('own-secret', 'data', known), 'own-secret')
  t.equal(starred('own-secret', 'data', { ...known, hasOwnSecrets: () => true }), '******')
})
