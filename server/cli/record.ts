import type { Command } from 'commander'
import { StartError, UsageError } from '../errors.ts'
import { ownOption } from './publish.ts'
import { say } from './table.ts'
import { tell } from './terminal.ts'

interface Flags {
  upstream: string
  upstreamApi: string
  upstreamPage?: string
  out: string
  port: string
  iOwn?: string[]
}

/** Stands between a merchant and a bank and writes down, redacted, what they say. */
export const recordCommand = (program: Command): void => {
  program
    .command('record')
    .description('stand between a merchant and a test host, and write redacted recordings')
    .requiredOption('--upstream <url>', 'the whole address of the token endpoint')
    .requiredOption('--upstream-api <url>', "where the bank's API begins")
    .option('--upstream-page <url>', "where the bank's payment page is")
    .requiredOption('--out <folder>', 'where the recordings go; an empty or a new folder')
    .addOption(ownOption())
    .option('--port <number>', 'port to listen on, 0 = any free one', '0')
    .addHelpText('after', '\nCard numbers, secrets, tokens, names, phones and e-mails are never written.')
    .action(run)
}

const run = async ({
  upstream: oauth,
  upstreamApi: api,
  upstreamPage: page,
  out,
  port,
  iOwn: own,
}: Flags) => {
  if (!/^\d{1,5}$/.test(port)) throw new UsageError(`port is "${port}", expected a port number from 0`)
  const [{ startRecorder }, { readdir }] = await Promise.all([
    import('../record/recorder.ts'),
    import('node:fs/promises'),
  ])
  const there = await readdir(out).catch(() => [])
  if (there.length > 0) throw new UsageError(`${out} is not empty: each recording has a folder of its own`)
  const recorder = await startRecorder({
    ...{ upstream: { oauth, api, page }, out, port: Number(port), own },
    onRecorded: ({ number, request, answer, operation }) =>
      void tell(`${number} ${request.method} ${operation ?? request.path} ${answer.status}\n`),
    onFault: (error) => void tell(`epay-sandbox: ${error.message}\n`),
  }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === undefined ? error : new StartError(`cannot record: ${error.message}`)
  })
  say(`epay-sandbox record ready on ${recorder.url}`)
  say(`  token  ${recorder.url}/epay2/oauth2/token`)
  say(`  API    ${recorder.url}/api`)
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const one of ['SIGINT', 'SIGTERM'] as const) process.once(one, resolve)
  })
  await recorder.close()
  process.exitCode = signal === 'SIGINT' ? 130 : 0
}
