import type { SandboxOptions } from '../server/sandbox.ts'
import { type Contract, openContract } from './openapi.ts'

type OnAnswer = NonNullable<SandboxOptions['onAnswer']>
type BankAnswer = Parameters<OnAnswer>[0]

interface Postlink {
  kind: 'success' | 'failure'
  invoiceId: string
  altered: boolean
  body: object
}

// One document for the whole process: compiling it costs more than a test.
let shared: Contract | undefined
const contract = () => {
  shared ??= openContract()
  return shared
}

const schemaOf = { success: 'SuccessPostlink', failure: 'FailurePostlink' } as const

const answerBreaches = (answer: BankAnswer): string[] => {
  // What a rule put in place of the bank's answer keeps no contract; what broke in the sandbox breaks it.
  if (answer.altered) return []
  const { method, path, status } = answer
  return contract()
    .answerBreaches(answer)
    .map((breach) => `${method} ${path} answered ${status}: ${breach}`)
}

/** The fields of either form, and none of the other's. */
const formBreaches = (body: object): string[] => {
  const [of2025 = [], of2020 = []] = ['Postlink2025', 'Postlink2020'].map((form) =>
    contract().breaches(form, JSON.parse(JSON.stringify(body))),
  )
  return of2025.length === 0 || of2020.length === 0 ? [] : of2025
}

const postlinkBreaches = ({ kind, invoiceId, altered, body }: Postlink): string[] =>
  altered
    ? []
    : contract()
        .breaches(schemaOf[kind], JSON.parse(JSON.stringify(body)))
        .concat(formBreaches(body))
        .map((breach) => `${kind} postlink of ${invoiceId}: ${breach}`)

/** Watches one sandbox: all that it answered and owed must keep the published contract. */
export const watchContract = () => {
  const breaches = new Set<string>()
  return {
    onAnswer: ((answer) => {
      for (const breach of answerBreaches(answer)) breaches.add(breach)
    }) satisfies OnAnswer,
    /** Throws every breach so far in words; postlinks are those of the default workspace. */
    check: (postlinks: Postlink[]) => {
      for (const postlink of postlinks) {
        for (const breach of postlinkBreaches(postlink)) breaches.add(breach)
      }
      if (breaches.size > 0) throw new Error(`the contract was broken:\n${[...breaches].join('\n')}`)
    },
  }
}
