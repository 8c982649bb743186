import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openAuthority } from '../../server/takeover/authority.ts'
import { newLeaf } from '../../server/takeover/certificate.ts'
import { dataFolder } from '../../server/takeover/data-folder.ts'
import { takenHosts } from '../../server/takeover/policy.ts'
import { folder } from '../folder.ts'

const hosts = takenHosts(false)
const now = Date.parse('2026-11-21T12:00:00Z')
const ordinary = { hosts, production: false, now }

t.test('the CA is made at its first use and read from then on', async (t) => {
  const dataDir = join(folder(t), 'made/on/the/way')
  const first = await openAuthority(dataDir, ordinary)
  t.same(await openAuthority(dataDir, { ...ordinary, now: now + 1000 }), first)
  t.equal(readFileSync(first.file, 'utf8'), first.certificate)
  t.equal(statSync(join(dataDir, 'ca/ca-key.pem')).mode & 0o777, 0o600, 'the key is for its owner only')
  t.equal(statSync(join(dataDir, 'ca')).mode & 0o077, 0, 'and so is its folder')
})

t.test('those who come at once end up with one CA and leave nothing behind', async (t) => {
  const dataDir = folder(t)
  const all = await Promise.all([1, 2, 3, 4].map(() => openAuthority(dataDir, ordinary)))
  t.equal(new Set(all.map(({ certificate }) => certificate)).size, 1)
  t.same(readdirSync(dataDir), ['ca'])
})

t.test('a CA that lacks a name, or will not outlive what it signs, is made anew', async (t) => {
  const dataDir = folder(t)
  const old = await openAuthority(dataDir, { ...ordinary, hosts: hosts.slice(1) })
  const renewed = await openAuthority(dataDir, ordinary)
  t.not(renewed.certificate, old.certificate)
  const nineYears = 9 * 365 * 86_400_000
  t.not(
    (await openAuthority(dataDir, { ...ordinary, now: now + nineYears })).certificate,
    renewed.certificate,
  )
})

t.test('the CA is a CA that may sign for the bank’s test names and for nothing else', async (t) => {
  const { certificate } = await openAuthority(folder(t), ordinary)
  const parsed = new X509Certificate(certificate)
  t.ok(parsed.ca && parsed.verify(parsed.publicKey))
  const der = parsed.raw.toString('latin1')
  for (const host of hosts) t.ok(der.includes(`\x82${String.fromCharCode(host.length)}${host}`), host)
  t.notOk(der.includes('epay-oauth.homebank.kz'.padStart(23, '\x16')), 'no production name')
})

t.test('production has a CA of its own: who trusts the other one trusts nothing about it', async (t) => {
  const dataDir = folder(t)
  const [one, two] = [
    await openAuthority(dataDir, ordinary),
    await openAuthority(dataDir, { hosts: takenHosts(true), production: true, now }),
  ]
  t.not(one.certificate, two.certificate)
  t.same(readdirSync(dataDir).sort(), ['ca', 'ca-production'])
})

t.test(
  'the certificate for the names is good now, for each of them, and for less than 398 days',
  async (t) => {
    const authority = await openAuthority(folder(t), ordinary)
    const leaf = new X509Certificate((await newLeaf(hosts, authority, now)).certificate)
    t.ok(leaf.checkIssued(new X509Certificate(authority.certificate)))
    t.ok(leaf.verify(new X509Certificate(authority.certificate).publicKey))
    for (const host of hosts) t.equal(leaf.checkHost(host), host)
    t.equal(leaf.checkHost('epay.homebank.kz'), undefined)
    const [from, to] = [Date.parse(leaf.validFrom), Date.parse(leaf.validTo)]
    t.ok(from < now && now < to && to - from < 398 * 86_400_000)
  },
)

t.test('the data folder is where each system keeps such things', async (t) => {
  t.equal(dataFolder({ XDG_DATA_HOME: '/data' }, 'linux'), join('/data', 'epay-sandbox'))
  t.match(dataFolder({}, 'linux'), /\.local\/share\/epay-sandbox$/)
  t.match(dataFolder({}, 'darwin'), /Library\/Application Support\/epay-sandbox$/)
  t.equal(dataFolder({ LOCALAPPDATA: 'C:/Users/a/L' }, 'win32'), join('C:/Users/a/L', 'epay-sandbox'))
})
