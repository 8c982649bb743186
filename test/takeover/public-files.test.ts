import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import t from 'tap'
import { hostsText } from '../../server/takeover/own-hosts.ts'
import { writePublicFiles } from '../../server/takeover/public-files.ts'
import { trustStore } from '../../server/takeover/trust-store.ts'
import { folder } from '../folder.ts'

const certificate = '-----BEGIN CERTIFICATE-----\nbm8gY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n'

/** All the way down, for somebody who is neither the owner nor in the group. */
const othersMay = (path: string, bit: number): boolean =>
  (statSync(path).mode & bit) !== 0 && (dirname(path) === path || othersMay(dirname(path), 0o001))

t.test('a web server with a user of its own can read what it needs, wherever the key lies', async (t) => {
  const open = join(folder(t), 'open')
  const closed = join(folder(t), 'closed')
  for (const [dataDir, mode] of [
    [open, 0o755],
    [closed, 0o700],
  ] as const) {
    mkdirSync(dataDir)
    chmodSync(dirname(dataDir), 0o755)
    chmodSync(dataDir, mode)
    const files = await writePublicFiles(dataDir, certificate)
    t.equal(files.folder.startsWith(dataDir), mode === 0o755)
    for (const file of [files.bundleFile, files.caFile, files.trustStore, files.nodePreload])
      t.ok(othersMay(file, 0o004), `${basename(file)} under ${mode.toString(8)}`)
    t.ok(readFileSync(files.bundleFile, 'utf8').endsWith(certificate))
  }
})

t.test('a key store of Java holds each root, marked as trusted', async (t) => {
  const store = trustStore([certificate, certificate])
  // The format as the JDK writes it: its mark, its version, how many; then what each is and what it is called.
  t.equal(store.readUInt32BE(0), 0xfeedfeed)
  t.equal(store.readUInt32BE(4), 2)
  t.equal(store.readUInt32BE(8), 2, 'two entries')
  t.equal(store.readUInt32BE(12), 2, 'a certificate, no key')
  t.equal(store.toString('latin1', 18, 18 + store.readUInt16BE(16)), 'root-0')
  const type = 18 + 'root-0'.length + 8
  t.equal(store.toString('latin1', type + 2, type + 2 + store.readUInt16BE(type)), 'X.509')
  const der = type + 2 + 'X.509'.length
  t.equal(store.toString('latin1', der + 4, der + 4 + store.readUInt32BE(der)), 'no certificate')
})

t.test('PHP is told of the bundle twice: for curl and for streams', async (t) => {
  const dataDir = folder(t)
  chmodSync(dataDir, 0o755)
  const { folder: place, bundleFile } = await writePublicFiles(dataDir, certificate)
  const ini = readFileSync(join(place, 'epay-sandbox.ini'), 'utf8')
  for (const name of ['curl.cainfo', 'openssl.cafile']) t.ok(ini.includes(`${name} = "${bundleFile}"\n`))
  const again = await Promise.all([1, 2].map(() => writePublicFiles(dataDir, `${certificate}${certificate}`)))
  t.equal(again[0]?.folder, again[1]?.folder, 'those who come at once share it')
  t.same(readdirSync(dataDir).sort(), [basename(place), basename(again[0]?.folder ?? '')].sort())
})

t.test('a hosts file of a command’s own keeps the machine’s names and leads the bank’s here', async (t) => {
  const text = hostsText('127.0.0.1 localhost\n10.0.0.1 testoauth.homebank.kz\n', '127.112.1.2')
  t.match(text, /^127\.0\.0\.1 localhost\n127\.112\.1\.2 testoauth\.homebank\.kz\n/)
  t.match(text, /^127\.112\.1\.2 epay\.homebank\.kz$/m, 'production too, which is then refused in words')
  t.notMatch(text, /10\.0\.0\.1/)
})
