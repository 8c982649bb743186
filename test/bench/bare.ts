import Fastify from 'fastify'

/** What any Fastify server pays before it is ready: the floor the sandbox's cold start is compared with. */
const app = Fastify()
app.get('/', async () => ({ status: 'ok' }))
const url = await app.listen({ port: 0, host: '127.0.0.1' })
process.stdout.write(`${JSON.stringify({ event: 'ready', url })}\n`)
