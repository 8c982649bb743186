import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { install } from '../package/packed.ts'
import { type Child, spawnChild } from './child.ts'
import { type Contender, contender, contest, type Round, type Sizes, startOurs } from './contest.ts'
import { markdown, median, nothingKnown, ratio, rounded } from './figures.ts'
import { temporaryFolder } from './folder.ts'
import { openMerchant, tokenRequest } from './merchant.ts'
import { type Rival, rivalSetups } from './rival-setups.ts'

const patienceMs = 60_000

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

/** Started, and found to answer: they have no ready line that they all share. */
export const startRival = async (folder: string, rival: Rival): Promise<Child> => {
  const port = await freePort()
  const [program, ...args] = rival.setUp(folder, port, await freePort())
  const begun = performance.now()
  const { child, ended, stop } = spawnChild(program, args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-300)
  })
  let why = ''
  ended.then(
    (code) => {
      why ||= `it ended with ${code}: ${said.trim()}`
    },
    (error: NodeJS.ErrnoException) => {
      why ||= error.code === 'ENOENT' ? `${program} is not on the PATH` : error.message
    },
  )
  const url = `http://127.0.0.1:${port}`
  while (!why) {
    const refusal = await refusalOf(url)
    if (!refusal) return { url, pid: child.pid as number, readyMs: performance.now() - begun, stop }
    if (performance.now() - begun > patienceMs) why = `no answer within ${patienceMs / 1000} s: ${refusal}`
    await sleep(20)
  }
  await stop().catch(() => undefined)
  throw new Error(why)
}

/** Why a token request was not answered as it should be; empty when it was. */
const refusalOf = async (url: string): Promise<string> => {
  const merchant = openMerchant(url, 1)
  try {
    await merchant.post(tokenRequest('000000001'))
    return ''
  } catch (error) {
    return (error as Error).message
  } finally {
    await merchant.close()
  }
}

export interface Absent {
  name: string
  why: string
}

/** Each in a folder of its own, so that one that cannot be had takes no other with it. */
export const enter = async (rival: Rival, fetch = install): Promise<Contender | Absent> => {
  const { name } = rival
  try {
    const folder = join(temporaryFolder(), 'rival')
    await fetch(folder, [rival.package])
    return contender(name, await startRival(folder, rival))
  } catch (error) {
    return { name, why: (error as Error).message.replace(/\s+/g, ' ').slice(0, 160) }
  }
}

const heads = [
  'server',
  'token req/s',
  'sandbox is … times',
  'cards/auth req/s',
  'sandbox is … times',
  'computing µs, token / cards/auth',
  'ready after ms',
  'memory after MB',
]

const row = (one: Contender, sandbox: Contender): string[] => {
  const of = (key: keyof Round) => {
    const [theirs = [], ours = []] = [one, sandbox].map(({ rounds }) => rounds.map((round) => round[key]))
    return { middle: rounded(median(theirs)), times: ratio(ours, theirs).toFixed(2) }
  }
  const [token, charge] = [of('token'), of('charge')]
  const computing = `${of('tokenUs').middle} / ${of('chargeUs').middle}`
  const rest = [computing, rounded(one.child.readyMs), rounded(one.residentMb)]
  return [one.name, token.middle, token.times, charge.middle, charge.times, ...rest]
}

/** The first is the sandbox. */
export const rivalTable = (contenders: Contender[], absent: Absent[]): string => {
  const [sandbox] = contenders as [Contender]
  const unknown = heads.slice(2).map(() => nothingKnown)
  return markdown(heads, [
    ...contenders.map((one) => row(one, sandbox)),
    ...absent.map(({ name, why }) => [name, `could not be run: ${why}`, ...unknown]),
  ])
}

/** The two endpoints as static answers on every kind of mock, driven by turns with the sandbox. */
export const rivals = async (sizes: Sizes): Promise<string> => {
  const entered = []
  for (const rival of rivalSetups) entered.push(await enter(rival))
  const contenders = [...(await startOurs()), ...entered.filter((one) => 'child' in one)]
  await contest(contenders, sizes)
  const { rounds, requests, warmUp, connections } = sizes
  return [
    `Rivals: ${rounds} rounds of ${requests} after ${warmUp}, ${connections} connections:`,
    '',
    rivalTable(
      contenders,
      entered.filter((one) => 'why' in one),
    ),
  ].join('\n')
}
