import { createHash, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'
import { dayMs, type Instant } from '../../contracts/time.ts'

/** Made with node-forge; the keys are OpenSSL's, which is a hundred times as fast. */

const { asn1, pki } = forge

export interface Certified {
  /** PEM. */
  certificate: string
  key: string
}

const newKey = promisify(generateKeyPair)
const rsa = {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const

// Clocks of phones and containers differ by minutes.
const earlierMs = dayMs
const caLifetimeMs = 3650 * dayMs
/** Apple refuses a server's certificate that is good for more than 398 days. */
export const leafLifetimeMs = 397 * dayMs

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** No chance needed: a key is not made twice. Twenty bytes at most, and not negative. */
const serialOf = (publicKey: string) => `4${digest(publicKey).slice(0, 31)}`

const sequence = (items: forge.asn1.Asn1[]) =>
  asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, items)
const tagged = (tag: number, constructed: boolean, value: string | forge.asn1.Asn1[]) =>
  asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, constructed, value as string)
const mailTag = 1
const dnsTag = 2
const uriTag = 6
const addressTag = 7
const subtree = (tag: number, name: string) => sequence([tagged(tag, false, name)])
const anyAddress = ['\0'.repeat(8), '\0'.repeat(32)]
// RFC 6761 §6.4: nobody has a name below it.
const nobody = '.invalid'

/** RFC 5280 §4.2.1.10: anyone who steals the CA's key can pose as the bank's names and as nobody else. */
const onlyFor = (hosts: string[]) => {
  // A kind of name with something permitted is forbidden beside it: mail and URIs, which cannot be excluded as a whole.
  const permitted = [
    ...hosts.map((host) => subtree(dnsTag, host)),
    subtree(mailTag, nobody),
    subtree(uriTag, nobody),
  ]
  const excluded = anyAddress.map((net) => subtree(addressTag, net))
  return {
    id: '2.5.29.30',
    critical: true,
    value: sequence([tagged(0, true, permitted), tagged(1, true, excluded)]),
  }
}

interface Wish {
  publicKey: string
  subject: string
  now: Instant
  lifetimeMs: number
}

const begin = ({ publicKey, subject, now, lifetimeMs }: Wish) => {
  const certificate = pki.createCertificate()
  certificate.publicKey = pki.publicKeyFromPem(publicKey)
  certificate.serialNumber = serialOf(publicKey)
  certificate.validity.notBefore = new Date(now - earlierMs)
  certificate.validity.notAfter = new Date(now - earlierMs + lifetimeMs)
  certificate.setSubject([{ shortName: 'CN', value: subject, valueTagClass: asn1.Type.UTF8 as never }])
  return certificate
}

const sign = (certificate: forge.pki.Certificate, key: string): string => {
  certificate.sign(pki.privateKeyFromPem(key), forge.md.sha256.create())
  return pki.certificateToPem(certificate)
}

/** A certificate authority good for these names only. */
export const newAuthority = async (hosts: string[], now: Instant): Promise<Certified> => {
  const { publicKey, privateKey } = await newKey('rsa', rsa)
  const subject = `epay-sandbox local CA ${digest(publicKey).slice(0, 8)}`
  const certificate = begin({ publicKey, subject, now, lifetimeMs: caLifetimeMs })
  certificate.setIssuer(certificate.subject.attributes)
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
    { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
    // Neither mail nor code is signed by what it signs.
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectKeyIdentifier' },
    onlyFor(hosts),
  ])
  return { certificate: sign(certificate, privateKey), key: privateKey }
}

/** One certificate for all the names, with the authority's own after it. */
export const newLeaf = async (hosts: string[], authority: Certified, now: Instant): Promise<Certified> => {
  const { publicKey, privateKey } = await newKey('rsa', rsa)
  const issuer = pki.certificateFromPem(authority.certificate)
  const certificate = begin({ publicKey, subject: 'epay-sandbox', now, lifetimeMs: leafLifetimeMs })
  certificate.setIssuer(issuer.subject.attributes)
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: dnsTag, value })) },
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes() },
  ])
  return { certificate: sign(certificate, authority.key) + authority.certificate, key: privateKey }
}
