import type { Case } from '../case.ts'
import { lies } from '../promise.ts'

export const almostTheSecret: Case = {
  name: 'almost-the-secret',
  promise: 'A secret_hash that is almost right pays nothing.',
  why: 'A comparison of beginnings, without capitals or of loose types leaves few secrets to guess.',
  fix: 'Compare whole texts, byte for byte: hash_equals, hmac.compare_digest, timingSafeEqual.',
  catches: ['ignores-the-secret', 'compares-the-secret-loosely'],
  async run(trial) {
    const { secretOf } = trial.bed.bank
    const [first] = trial.bed.invoiceIds
    if (first !== undefined && !secretOf(first)) trial.skip('the shop asks its tokens without secret_hash')
    const almost: [string, (secret: string) => unknown][] = [
      ['its first characters', (secret) => secret.slice(0, Math.min(8, secret.length - 1))],
      ['its last character missing', (secret) => secret.slice(0, -1)],
      ['one character more', (secret) => `${secret}0`],
      ['true', () => true],
      ['a list of it', (secret) => [secret, secret]],
    ]
    await lies(
      trial,
      almost.map(([about, alter]) => (body) => ({
        body: { ...body, secret_hash: alter(String(body.secret_hash)) },
        manner: { about: `secret_hash: ${about}` },
      })),
    )
  },
}
