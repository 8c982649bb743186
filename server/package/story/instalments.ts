import { creditConditions } from '../../../contracts/instalment.ts'
import type { Sandbox } from '../../sandbox.ts'
import type { Tokens } from './payments.ts'
import { type Recorder, stranger } from './recorder.ts'

/** A purchase of 6,000 KZT over three months. */
export const instalments = async (
  { credentials: { terminalId } }: Sandbox,
  { call }: Recorder,
  { pay, service }: Tokens,
) => {
  const token = await service()
  const list = (as: string, summary: string, shopId: string) =>
    call('creditConditions', {
      ...{ as, summary, method: 'GET', path: '/credit-condition', token },
      parameters: { shopId },
    })
  await list('conditions', 'over 3, 6, 12 or 24 months', terminalId)
  await list('unknown', 'no such shop', stranger)
  const buy = async (as: string, summary: string, orderId: string, amount: number) =>
    call('makeInstalment', {
      ...{ as, summary, path: '/order', token: await pay(orderId, { amount: String(amount) }) },
      body: { shopId: terminalId, amount, orderId, creditConditionId: creditConditions[0]?.id, terminalId },
    })
  const { id } = await buy('made', '6,000 KZT over three months', '000000401', 6000)
  await buy('tooSmall', 'less than 5,000 KZT', '000000402', 4000)
  const ask = (as: string, summary: string, orderId: string) =>
    call('instalmentStatus', {
      ...{ as, summary, method: 'GET', path: '/order/status', token },
      parameters: { orderId },
    })
  await ask('new', 'the buyer has not opened the app yet', id)
  await ask('unknown', 'no such purchase', stranger)
}
