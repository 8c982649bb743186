'use strict'

/**
 * Loaded by NODE_OPTIONS into every Node program that `exec --takeover` runs, whatever its age: connections to the
 * bank's names are led to the takeover. Clients that ask a proxy first never come here with such a name. Old syntax and
 * no dependencies: Node 14.18 reads it.
 */

const dns = require('node:dns')
const { syncBuiltinESMExports } = require('node:module')
const net = require('node:net')

/** Stands for the bank's names where a program looks the address up itself, and connects to it later. */
const standIn = '127.112.97.121'

const lead = (takeover, domains) => {
  const isBank = (host) => {
    const name = String(host).toLowerCase().replace(/\.$/, '')
    return !name.startsWith('www.') && domains.some((domain) => name.endsWith(`.${domain}`))
  }
  leadConnections(takeover, (host) => host === standIn || isBank(host))
  leadLookups(isBank)
}

const leadConnections = ({ hostname, port }, isLed) => {
  const { connect } = net.Socket.prototype
  const led = (options) => {
    const { lookup, family, hints, autoSelectFamily, ...rest } = options
    return { ...rest, host: hostname, port: Number(port) }
  }
  /** (options, done), (port, host, done), or one list of the first kind: net.connect() calls it so. */
  net.Socket.prototype.connect = function (...args) {
    const list = Array.isArray(args[0]) ? args[0] : args
    const [first, second] = list
    if (first !== null && typeof first === 'object' && isLed(first.host)) list[0] = led(first)
    else if (typeof second === 'string' && isLed(second)) list.splice(0, 2, Number(port), hostname)
    return connect.apply(this, args)
  }
}

const callbackForms = {
  lookup: (options) => (options.all ? [[{ address: standIn, family: 4 }]] : [standIn, 4]),
  resolve4: (options) => [options.ttl ? [{ address: standIn, ttl: 1 }] : [standIn]],
}
const promiseForms = {
  lookup: (options) => (options.all ? [{ address: standIn, family: 4 }] : { address: standIn, family: 4 }),
  resolve4: (options) => callbackForms.resolve4(options)[0],
}

const optionsOf = (given) => (given !== null && typeof given === 'object' ? given : {})

const leadLookups = (isBank) => {
  for (const name of ['lookup', 'resolve4']) {
    const ask = dns[name]
    dns[name] = (host, ...rest) => {
      if (!isBank(host)) return ask.call(dns, host, ...rest)
      process.nextTick(rest[rest.length - 1], null, ...callbackForms[name](optionsOf(rest[0])))
    }
    const promised = dns.promises[name]
    dns.promises[name] = async (host, options) =>
      isBank(host) ? promiseForms[name](optionsOf(options)) : promised.call(dns.promises, host, options)
  }
  if (syncBuiltinESMExports) syncBuiltinESMExports()
}

const { EPAY_TAKEOVER_URL: url, EPAY_TAKEOVER_DOMAINS: domains } = process.env
if (url && domains) lead(new URL(url), domains.split(','))
