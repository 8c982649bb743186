import type { FastifyInstance } from 'fastify'
import { type Mark, MarkRequest, nameViolations } from '../../../contracts/mark.ts'
import { violationsOf } from '../../../contracts/reader.ts'
import { isRefusal } from '../../core/decision.ts'
import { invalid, refused } from './problem.ts'

const markView = ({ at, ...mark }: Mark) => ({ ...mark, at: new Date(at).toISOString() })

/** Places in the journal by name. */
export const markRoutes = (app: FastifyInstance): void => {
  app.get('/marks', async (request) => {
    const { emulator } = await request.workspace()
    return { marks: [...emulator.state().marks.values()].map(markView) }
  })
  app.post('/marks', async (request, reply) => {
    const asked = request.body as MarkRequest
    const violations = violationsOf(MarkRequest, asked)
    if (violations.length === 0) violations.push(...nameViolations(asked))
    if (violations.length > 0) return invalid(reply, 'The mark cannot be set', violations)
    const { emulator } = await request.workspace()
    const mark = await emulator.execute({ kind: 'mark', name: asked.name.trim() })
    return isRefusal(mark) ? refused(reply, mark) : reply.code(201).send(markView(mark))
  })
}
