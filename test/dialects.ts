import type { SandboxOptions } from '../server/sandbox.ts'

/**
 * Stories are told in the dialect `documented`; `npm run test:long` tells them once more in `observed`, which sets
 * EPAY_TEST_DIALECT. What differs there by the nature of the thing stands here, and nowhere else.
 */

/** Files that are about the difference itself: each of their tests opens the dialects it speaks of. */
export const aboutDialects: Record<string, string> = {
  'test/story/findings/': 'a finding is an error in one dialect and a warning in the other',
  'test/story/stages.test.ts': 'it tells what each dialect does at the shared test terminal',
  'test/story/seeds.test.ts': 'the samples of the pages are what `documented` is',
}

/** Tests that keep to `documented`, by their names. */
export const keptToDocumented: Record<string, string> = {
  'moving the clock tells what fired on the way, in order': 'its token lives two hours, there twenty minutes',
  'settings tell seed, cards and every quirk': 'it compares the quirks of one dialect',
  'one exchange is shown whole: headers, body, answer': 'it shows expires_in as a number',
  'no invalid request is accepted, and the wrong field is named': 'what is refused here is doubted there',
  'the payment page refuses what is wrong and asks only for a token': 'what is refused here is doubted there',
  'every wrong field is refused in words, and makes no link': 'a link needs no contact there',
  'the address of a page whose time is over says so': 'its token would be over with the page',
  'the page refuses description': 'a long description is doubted there',
  'a charge with a description of 126 bytes': 'a long description is doubted there',
  'a scanned code is paid like any order': 'its token would be over with the code',
  'after twenty minutes the code is cancelled': 'its token would be over with the code',
  'a page that is open when the time is up ends with it': 'its token would be over with the code',
  'an answer to the issuer that comes after the time pays nothing': 'its token would be over with the code',
  'a code whose invoice was paid by another way': 'its token would be over with the code',
  'asked twice with one token it is one code': 'its token would be over with the code',
  'a code that expires takes nothing from an invoice': 'its token would be over with the code',
  'only what was called is counted': 'it counts what expires_in is',
  'how long a token lives is a setting of its terminal': 'it compares with two hours',
  'a token lives 7200 seconds by the clock of the workspace': 'there it is 1200',
}

/** Nearly every story ends in CHARGE; stages.test.ts tells of money that is held. */
const oneStage = { testTerminalStages: 'one' } as const

/** What a test opens its sandbox with, unless it says otherwise. */
export const inDialect = (fullname: string, options: SandboxOptions): SandboxOptions => {
  const keeps = Object.keys(keptToDocumented).some((name) => fullname.includes(name))
  if (process.env.EPAY_TEST_DIALECT !== 'observed' || keeps) return options
  const quirks = options.stages ? options.quirks : { ...oneStage, ...options.quirks }
  return { dialect: 'observed', ...options, ...(quirks ? { quirks } : {}) }
}
