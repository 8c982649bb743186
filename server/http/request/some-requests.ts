import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

type Hook = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => unknown

/**
 * The app as a plug-in is to see it whose hooks only some requests need: the others do not pay for them. What its
 * hooks throw may be told in other words.
 */
export const onlyAt = (
  app: FastifyInstance,
  isWanted: (request: FastifyRequest) => boolean,
  retell = (error: Error) => error,
): FastifyInstance => {
  const addHook = (name: 'onRequest', hook: Hook) =>
    app.addHook(name, (request, reply, done) => {
      if (!isWanted(request)) return done()
      const promised = hook.call(app, request, reply, done)
      if (promised instanceof Promise)
        promised.then(
          () => done(),
          (error: Error) => done(retell(error)),
        )
    })
  return Object.create(app, { addHook: { value: addHook } })
}
