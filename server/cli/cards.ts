import { type Command, Option } from 'commander'
import type { TestCard } from '../../contracts/card.ts'
import { reasonOf } from '../../contracts/reason-code.ts'
import {
  bonusCard,
  cardIdOfCode,
  forcibleCodes,
  panOfCode,
  threeDSCards,
} from '../../contracts/sandbox-card.ts'
import { type SourceKey, sourceOf } from '../../contracts/sources.ts'
import { walletTokenOf } from '../../contracts/wallet-token.ts'
import cards from '../../fixtures/cards.json' with { type: 'json' }
import { type Format, formatOption } from './remote.ts'
import { type Column, print, say } from './table.ts'

const documentedColumns: Column<TestCard>[] = [
  ['number', ({ pan }) => pan],
  ['expiry', ({ expiry }) => expiry],
  ['cvc', ({ cvc }) => cvc],
  ['status', ({ status }) => status],
  ['source', ({ source }) => sourceOf(source as SourceKey).title],
]

const threeDSColumns: Column<(typeof threeDSCards)[number]>[] = [
  ['number', ({ pan }) => pan],
  ['3-D Secure', ({ threeDS }) => threeDS ?? ''],
  ['outcome', ({ about }) => about],
]

const sandboxCards = forcibleCodes.map((code) => ({
  pan: panOfCode(code),
  reasonCode: code,
  holder: `CODE ${code}`,
  cardId: cardIdOfCode(code),
  walletToken: walletTokenOf(code),
}))

const sandboxColumns: Column<(typeof sandboxCards)[number]>[] = [
  ['number', ({ pan }) => pan],
  ['saved card', ({ cardId }) => cardId],
  ['code', ({ reasonCode }) => String(reasonCode)],
  ['reason', ({ reasonCode }) => reasonOf(reasonCode).reason],
]

const printAll = (documented: TestCard[], edition: string) => {
  say(`Cards of the documentation, edition ${edition}`)
  print('text', {}, documentedColumns, documented)
  say('\nCards of this sandbox that ask for 3-D Secure: any expiry, any CVC')
  print('text', {}, threeDSColumns, threeDSCards)
  say(`\nA card of this sandbox that ${bonusCard.about}\n${bonusCard.pan}`)
  say('\nCards of this sandbox, one for each reason code: any expiry, any CVC')
  print('text', {}, sandboxColumns, sandboxCards)
  say(`\nWallets: ${walletTokenOf(484)} declines with 484, ${walletTokenOf(0)} pays`)
}

export const cardsCommand = (program: Command): void => {
  program
    .command('cards')
    .description('the test cards of the documentation; with --all also those of the sandbox')
    .addOption(
      new Option('--edition <edition>', 'edition of the documentation')
        .choices(['2025', '2020'])
        .default('2025'),
    )
    .option('--all', 'also the cards that ask for 3-D Secure, and one card for each reason code')
    .addOption(formatOption())
    .action(({ edition, all, format }: { edition: string; all?: boolean; format: Format }) => {
      const documented = (cards as TestCard[]).filter((card) => card.edition === edition)
      if (all && format === 'text') return printAll(documented, edition)
      const ours = all ? { threeDS: threeDSCards, bonus: [bonusCard], sandbox: sandboxCards } : {}
      print(format, { edition, cards: documented, ...ours }, documentedColumns, documented)
    })
}
