import { createHash } from 'node:crypto'

/** Java reads no PEM. Its oldest form of a key store holds certificates in the clear, and every version reads it. */

// Says only that the file is whole; it is written in every JDK's documentation.
export const trustStorePassword = 'changeit'

const magic = 0xfeedfeed
const version = 2
const trustedCertificate = 2

const u4 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

const utf = (text: string) => {
  const bytes = Buffer.from(text, 'latin1')
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

const derOf = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')

const entry = (pem: string, i: number): Buffer => {
  const der = derOf(pem)
  // When it was added; nobody asks.
  const date = Buffer.alloc(8)
  return Buffer.concat([u4(trustedCertificate), utf(`root-${i}`), date, utf('X.509'), u4(der.length), der])
}

/** A JKS file with these certificates, each trusted. */
export const trustStore = (certificates: string[]): Buffer => {
  const body = Buffer.concat([u4(magic), u4(version), u4(certificates.length), ...certificates.map(entry)])
  const password = Buffer.from(trustStorePassword, 'utf16le').swap16()
  const whitened = Buffer.concat([password, Buffer.from('Mighty Aphrodite'), body])
  return Buffer.concat([body, createHash('sha1').update(whitened).digest()])
}
