import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify'
import type { OperationId } from '../../../contracts/operations.ts'

declare module 'fastify' {
  /** What a route says of itself, and the hooks that all routes share go by. */
  interface FastifyContextConfig {
    /** What its answers are counted under: a row of the table of operations, or a part of the server. */
    operation?: OperationId | 'page' | 'issuer' | 'control' | 'other'
    /** Whether the exchange log keeps what was asked and answered. */
    kept?: boolean
    /** Of the route, as fastify writes it in; where there is none, nothing. */
    url?: string
  }
  interface FastifyRequest {
    route: FastifyContextConfig | undefined
  }
}

/** Says so much for every route of a plug-in; what a route says of itself counts for more. */
export const describeRoutes = (app: FastifyInstance, config: FastifyContextConfig): void => {
  app.addHook('onRoute', (route) => {
    route.config = { ...config, ...route.config }
  })
}

/** The router reads `%5f` as `_`, and so does this. */
const spelledOut = (url: string) => url.replaceAll(/%[4-7][\da-f]/gi, decodeURIComponent)

const controlPath = /^\/_sandbox(\/|\?|$)/
// A browser asks for them by itself: no shop has mistaken an address.
const browserFile = /^[^?]*\.(?:js|css|svg|ico|png|txt|map)(?:\?|$)/i

/** Where no route was found there is nothing but the address to go by. */
const unknownRoute = (url: string): FastifyContextConfig => {
  if (controlPath.test(url.includes('%') ? spelledOut(url) : url))
    return { operation: 'control', kept: false }
  return { kept: !browserFile.test(url) }
}

/** What the route of a request says of itself. Many ask, and fastify makes an object of all its options for each. */
export const routeOf = (request: FastifyRequest): FastifyContextConfig => {
  request.route ??= request.is404 ? unknownRoute(request.url) : request.routeOptions.config
  return request.route
}

export const isControl = (request: FastifyRequest): boolean => routeOf(request).operation === 'control'
