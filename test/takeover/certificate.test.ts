import { X509Certificate } from 'node:crypto'
import forge from 'node-forge'
import t from 'tap'
import { openAuthority } from '../../server/takeover/authority.ts'
import { newLeaf } from '../../server/takeover/certificate.ts'
import { takenHosts } from '../../server/takeover/policy.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'

const hosts = takenHosts(false)
const now = Date.parse('2026-11-21T12:00:00Z')

interface Extension {
  name?: string
  id: string
  critical?: boolean
  value: string
  cA?: boolean
  pathLenConstraint?: number
}

const extensionsOf = (pem: string) =>
  new Map(
    (forge.pki.certificateFromPem(pem).extensions as Extension[]).map((one) => [one.name ?? one.id, one]),
  )

/** The tags and values of the names in one part of the constraints: 0 permitted, 1 excluded. */
const namesIn = (der: string, part: 0 | 1): [tag: number, value: string][] => {
  const parts = forge.asn1.fromDer(der).value as forge.asn1.Asn1[]
  const found = parts.find(({ type }) => (type as number) === part)?.value as forge.asn1.Asn1[]
  return found.map(({ value }) => {
    const [name] = value as forge.asn1.Asn1[]
    return [name?.type as number, name?.value as string]
  })
}

t.test("the authority signs for servers of the bank's test names, and for nothing else", async (t) => {
  const { certificate } = await openAuthority(folder(t), { hosts, production: false, now })
  const extensions = extensionsOf(certificate)
  const constraints = extensions.get('nameConstraints') ?? extensions.get('2.5.29.30')
  t.equal(constraints?.critical, true, 'a client that cannot read the constraints must not go on')
  t.same(namesIn(constraints?.value ?? '', 0), [
    ...hosts.map((host) => [2, host]),
    [1, '.invalid'],
    [6, '.invalid'],
  ])
  t.same(namesIn(constraints?.value ?? '', 1), [
    [7, '\0'.repeat(8)],
    [7, '\0'.repeat(32)],
  ])
  matches(t, extensions.get('basicConstraints'), { critical: true, cA: true, pathLenConstraint: 0 })
  matches(t, extensions.get('keyUsage'), { critical: true, keyCertSign: true, cRLSign: true })
  matches(t, extensions.get('keyUsage'), { digitalSignature: false, keyEncipherment: false })
  t.same(new X509Certificate(certificate).keyUsage, ['1.3.6.1.5.5.7.3.1'], 'serverAuth alone')
})

t.test('what it signs is a server, and no authority', async (t) => {
  const authority = await openAuthority(folder(t), { hosts, production: false, now })
  const { certificate } = await newLeaf(hosts, authority, now)
  const extensions = extensionsOf(certificate)
  matches(t, extensions.get('basicConstraints'), { critical: true, cA: false })
  matches(t, extensions.get('keyUsage'), { critical: true, digitalSignature: true, keyCertSign: false })
  const parsed = new X509Certificate(certificate)
  t.same(parsed.keyUsage, ['1.3.6.1.5.5.7.3.1'])
  t.equal(parsed.subjectAltName, hosts.map((host) => `DNS:${host}`).join(', '))
})

t.test('an authority of before, which may sign anything, is made anew', async (t) => {
  const dataDir = folder(t)
  const options = { hosts, production: false, now }
  const made = await openAuthority(dataDir, options)
  const old = forge.pki.certificateFromPem(made.certificate)
  old.setExtensions((old.extensions as Extension[]).filter(({ name }) => name !== 'extKeyUsage'))
  old.sign(forge.pki.privateKeyFromPem(made.key), forge.md.sha256.create())
  const { writeFileSync } = await import('node:fs')
  writeFileSync(made.file, forge.pki.certificateToPem(old))
  const renewed = await openAuthority(dataDir, options)
  t.same(new X509Certificate(renewed.certificate).keyUsage, ['1.3.6.1.5.5.7.3.1'])
  t.not(renewed.key, made.key)
})
