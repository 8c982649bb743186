import type { FastifyInstance } from 'fastify'
import { alarmView, clockView } from '../../readings/payments.ts'
import { readClockOrder } from '../../workspace/clock-order.ts'
import { invalid } from './problem.ts'

export const clockRoutes = (app: FastifyInstance): void => {
  app.get('/clock', async (request) => {
    const { emulator } = await request.workspace()
    return clockView(emulator.state(), emulator.now())
  })
  app.post('/clock', async (request, reply) => {
    const { emulator, timekeeper } = await request.workspace()
    const order = readClockOrder(request.body, emulator.now())
    if ('violations' in order) return invalid(reply, 'The clock cannot be moved so', order.violations)
    const fired = await timekeeper.follow(order)
    return { ...clockView(emulator.state(), emulator.now()), fired: fired.map(alarmView) }
  })
}
