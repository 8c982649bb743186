import type { FastifyInstance } from 'fastify'
import { reasonCodes, tellReason } from '../../../contracts/reason-code.ts'
import { bonusCard, forcibleCodes, panOfCode, threeDSCards } from '../../../contracts/sandbox-card.ts'
import { walletTokenOf } from '../../../contracts/wallet-token.ts'
import { settingsOf } from '../../core/state.ts'
import { version } from '../../version.ts'

export const tableRoutes = (app: FastifyInstance): void => {
  app.get('/health', { config: { statusForAnybody: true } }, async (request) => {
    if (request.isStranger) return { status: 'ok' }
    const { emulator, name } = await request.workspace()
    return { status: 'ok', version, workspace: name, now: new Date(emulator.now()).toISOString() }
  })
  app.get('/reason-codes', async () => ({ reasonCodes: reasonCodes.map(tellReason) }))
  app.get('/cards', async (request) => {
    const state = (await request.workspace()).emulator.state()
    const edition = settingsOf(state).cards
    return {
      edition,
      cards: state.world.cards.filter((card) => card.edition === edition),
      sandbox: forcibleCodes.map((code) => ({ pan: panOfCode(code), reasonCode: code })),
      threeDS: threeDSCards,
      bonus: [bonusCard],
      wallets: forcibleCodes.map((code) => ({ token: walletTokenOf(code), reasonCode: code })),
    }
  })
  app.get('/settings', async (request) => {
    const { clients, ...settings } = settingsOf((await request.workspace()).emulator.state())
    return { ...settings, clients: clients.map(({ id }) => id) }
  })
  app.post('/reset', async (request) => {
    const { emulator, name } = await request.workspace()
    await emulator.reset()
    return { workspace: name, journal: 0 }
  })
}
