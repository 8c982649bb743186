import type { Command } from 'commander'
import { sourceText, tellProvenance } from '../../contracts/provenance.ts'
import { type ReasonCode, reasonCodes, tellReason } from '../../contracts/reason-code.ts'
import { bankWords } from '../../contracts/reason-words.ts'
import { type Provocation, provocationOf } from '../client/provoke.ts'
import { asTypedHere } from '../here.ts'
import { codesMeant } from './code-meant.ts'
import { type Format, formatOption } from './remote.ts'
import { type Column, print, say } from './table.ts'

const columns: Column<ReasonCode>[] = [
  ['code', ({ code }) => String(code)],
  ['reason', ({ reason }) => reason],
  ['next', ({ next }) => next],
  ['blame', ({ blame }) => blame],
  ['advice', ({ advice }) => advice],
]

const nextWords: Record<ReasonCode['next'], string> = {
  final: 'final: it will not change',
  'ask status': 'not certain: ask for the status before deciding (GET check-status/payment/transaction/…)',
}

const adviceWords: Record<ReasonCode['advice'], string> = {
  none: 'nothing is to be done',
  'other card': 'ask the buyer to pay with another card',
  'correct and retry': 'ask the buyer to correct what was typed and to try again',
  'retry later': 'try again later, with a new token',
  'ask the bank': 'the buyer should ask the bank that issued the card',
  'ask status': 'ask for the status; do not pay again before you know',
  'fix the request': 'correct what your shop sends; trying again as it is cannot help',
  'contact support': "write to the bank's support with the invoice and the time",
}

const blameWords: Record<ReasonCode['blame'], string> = {
  none: 'nobody',
  buyer: 'the buyer or the card',
  bank: 'the bank that issued the card',
  merchant: 'the shop: its request or its settings',
  technical: 'a technical fault on the way',
}

const line = (name: string, text: string) => say(`  ${name.padEnd(15)} ${text}`)

const sayWays = ({ card, holder, cardId, rule, trigger, threeDS }: Provocation) => {
  say('\nHow to provoke it')
  line('card', `${card}   any expiry, any CVC`)
  for (const { pan } of threeDS) line('with 3-D Secure', `${pan}   any expiry, any CVC`)
  line('holder name', `${holder}   on any card`)
  line('saved card', `${cardId}   as cardId.id of payments/cards/auth`)
  line('rule', asTypedHere(rule))
  line('next payment', asTypedHere(trigger))
}

/** What stands on the wire, as far as it is known. */
const bankWordsOf = (code: number) =>
  Object.fromEntries(
    (['eng', 'rus', 'kaz'] as const).flatMap((language) => {
      const text = bankWords(code, language)
      return text ? [[language, text] as const] : []
    }),
  )

const explain = (row: ReasonCode, ways: Provocation) => {
  say(`${row.code}  ${row.reason}\n`)
  for (const [language, text] of Object.entries(bankWordsOf(row.code))) line(`bank, ${language}`, text)
  say()
  line('Russian', row.rus)
  line('Kazakh', row.kaz)
  line('English', row.eng)
  say()
  line('outcome', `${nextWords[row.next]}${row.nextAssumed ? ' (assumed)' : ''}`)
  line('advice', adviceWords[row.advice])
  line('blame', blameWords[row.blame])
  line('provenance', `${row.level}: ${sourceText(row)}`)
  for (const { link } of tellProvenance(row).sources) line('', link)
  sayWays(ways)
}

/** `484,467` are several; anything else is one number, or words. */
const meant = (text: string) =>
  /^-?\d+(\s*[,\s]\s*-?\d+)+$/.test(text)
    ? text.split(/[\s,]+/).flatMap((one) => [...codesMeant(one)])
    : codesMeant(text)

const examples = `
Examples:
  epay-sandbox codes                     every code
  epay-sandbox codes 484                 one code, and how to provoke it
  epay-sandbox codes 484,467             several, in a table
  epay-sandbox codes insufficient        by words of its reason: English, Russian or Kazakh
  epay-sandbox codes 484 --format json`

export const codesCommand = (program: Command): void => {
  program
    .command('codes [number-or-words...]')
    .description('reason codes: what each means, what to do, how to provoke it')
    .addOption(formatOption())
    .addHelpText('after', examples)
    .action((asked: string[], { format }: { format: Format }) => {
      const rows = asked.length === 0 ? reasonCodes : meant(asked.join(' '))
      const [row] = rows
      if (row === undefined || rows.length > 1)
        return print(format, { reasonCodes: rows.map(tellReason) }, columns, [...rows])
      const ways = provocationOf(row.code)
      if (format === 'json')
        return print('json', { ...tellReason(row), bank: bankWordsOf(row.code), provoke: ways })
      explain(row, ways)
    })
}
