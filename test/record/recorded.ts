import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { overNetwork } from '../../server/client/transport.ts'
import { setUp } from '../../server/provider-states/catalogue.ts'
import { startRecorder } from '../../server/record/recorder.ts'
import type { Recording } from '../../server/record/recording.ts'
import { createSandbox, type SandboxOptions } from '../../server/sandbox.ts'
import { folder } from '../folder.ts'
import { openMerchant } from '../pact/merchant.ts'
import { chargeBody, seedMoment, tokenForm } from '../world.ts'

/** A second sandbox as the bank that is recorded, and a merchant who only knows the recorder. */
export const openRecording = async (t: Test, options: SandboxOptions = {}) => {
  const bank = await createSandbox({ seed: 'upstream', clock: seedMoment, ...options })
  t.teardown(() => bank.close())
  const out = folder(t)
  const recorder = await startRecorder({
    upstream: { oauth: bank.oauthUrl, api: bank.apiUrl, page: bank.payformUrl },
    out,
  })
  t.teardown(() => recorder.close())
  return {
    bank,
    out,
    url: recorder.url,
    merchant: openMerchant(recorder.url),
    recordings: () =>
      readdirSync(out)
        .sort()
        .map((name) => JSON.parse(readFileSync(join(out, name), 'utf8')) as Recording),
    text: () =>
      readdirSync(out)
        .map((name) => name + readFileSync(join(out, name), 'utf8'))
        .join('\n'),
  }
}

type Recorded = Awaited<ReturnType<typeof openRecording>>

export const tokenVia = async ({ merchant }: Recorded, given: Record<string, string> = {}) => {
  const { body } = await merchant.token(tokenForm(given))
  return (body as { access_token: string }).access_token
}

/** A day of a merchant: tokens, a saved card charged and declined, questions, a refund, a mistake. */
export const liveThrough = async (recorded: Recorded) => {
  const { bank, merchant } = recorded
  const transport = overNetwork(bank)
  const saved = await setUp(transport, 'a card is saved', { accountId: 'testuser1' })
  const pay = async (invoiceId: string, cardId: string) => {
    const accessToken = await tokenVia(recorded, { invoiceID: invoiceId, secret_hash: 'secret-of-the-order' })
    return merchant.payWithSavedCard(accessToken, chargeBody(cardId, { invoiceId, ...person }))
  }
  const paid = (await pay('200000001', String(saved.cardId))).body as { id: string }
  await pay('200000002', '00000000-0000-4000-8000-000000000484')
  const token = await tokenVia(recorded)
  await merchant.status('200000001', token)
  await merchant.status('200000009', token)
  await merchant.refund(paid.id, token, { amount: 40 })
  await merchant.refund(paid.id, token, { amount: 1000 })
  await merchant.savedCards('testuser1', token)
  await merchant.deactivate(String(saved.cardId), token)
  await merchant.terminal('67e34d63-102f-4bd1-898e-370781d0074d', token)
  await merchant.token(tokenForm({ client_secret: 'not-the-secret' }))
  await merchant.status('200000001')
  await merchant.publicKey()
}

export const person = { email: 'aigerim@shop.example', phone: '77011234567', name: 'AIGERIM B' }
