import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { openOwnHosts } from '../../server/takeover/own-hosts.ts'
import type { Takeover } from '../../server/takeover/takeover.ts'

/** A takeover at a port, as far as a command's own hosts know it. */
const takeoverAt = (port: number, refused?: string) => {
  const asked: unknown[] = []
  const listenAlso = async (...given: unknown[]) => {
    asked.push(given)
    return refused
  }
  return { asked, takeover: { port, listenAlso } as unknown as Takeover }
}

t.test('a command is led to an address of its port, where 443 and 80 are answered', async (t) => {
  const { asked, takeover } = takeoverAt(0x1234)
  const opened = await openOwnHosts(takeover)
  if (process.platform !== 'linux') return t.equal(opened, 'only Linux can give a command hosts of its own')
  t.strictSame(asked, [['127.112.18.52', [443, 80]]])
  if (typeof opened === 'string') return t.match(opened, 'this system gives no mount of its own')
  const [program = '', ...rest] = opened.before
  const ask = `require('dns').lookup('epay.homebank.kz', (_, address) => console.log(address))`
  const { stdout } = await promisify(execFile)(program, [...rest, process.execPath, '-e', ask], {
    env: { PATH: process.env.PATH },
  })
  t.equal(stdout, '127.112.18.52\n')
  t.equal(rest.includes('--user'), userInfo().uid !== 0, 'root needs no user namespace')
  const folder = dirname(rest.find((word) => word.endsWith('/hosts')) ?? '')
  t.ok(existsSync(folder))
  await opened.close()
  t.notOk(existsSync(folder), 'nothing of it is left')
})

t.test('where its ports are taken, the reason is what it says', async (t) => {
  const { takeover } = takeoverAt(1, 'port 443 is taken')
  t.equal(
    await openOwnHosts(takeover),
    process.platform === 'linux' ? 'port 443 is taken' : 'only Linux can give a command hosts of its own',
  )
})
