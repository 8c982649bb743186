import t from 'tap'
import { bankHosts } from '../../contracts/bank-host.ts'
import { openHostCounts } from '../../server/takeover/host-counts.ts'
import { decideHost, takenHosts } from '../../server/takeover/policy.ts'
import { noProxyOf, upstreamFor } from '../../server/takeover/upstream.ts'
import { matches } from '../matches.ts'

const open = { production: false, isolate: false, shared: false }

t.test(
  'the bank’s test, pre-production and staging names are answered, however they are written',
  async (t) => {
    for (const { name, stage } of bankHosts) {
      const decision = decideHost(name, open)
      if (stage === 'production') matches(t, decision, { refused: /is a production name of the bank/ }, name)
      else t.equal(decision, 'answer', name)
      t.equal(decideHost(name, { ...open, production: true }), 'answer', name)
    }
    t.equal(decideHost('TestEpay.Homebank.KZ.', open), 'answer')
    t.equal(takenHosts(true).length, bankHosts.length)
  },
)

t.test('no name below the bank’s domains is ever forwarded to; its sites are', async (t) => {
  for (const production of [false, true]) {
    matches(t, decideHost('epay-api.epayment.kz', { ...open, production }), {
      refused: /belongs to the bank/,
    })
    for (const name of [
      'a.b.homebank.kz',
      'www.epay-api.homebank.kz',
      'www.x.epayment.kz',
      'WWW.a.halykbank.kz.',
    ])
      matches(t, decideHost(name, { ...open, production }), { refused: /never forwarded/ }, name)
  }
  for (const site of [
    'epayment.kz',
    'www.epayment.kz',
    'homebank.kz',
    'nothomebank.kz',
    'homebank.kz.example',
  ])
    t.equal(decideHost(site, open), 'pass', site)
})

t.test('others pass; isolated, only this machine does; shared, nobody', async (t) => {
  const isolated = { ...open, isolate: true }
  const shared = { ...open, shared: true }
  t.equal(decideHost('shop.example', open), 'pass')
  matches(t, decideHost('shop.example', isolated), { refused: /shop\.example .*--isolate/ })
  for (const name of ['localhost', 'shop.localhost', '127.0.0.1', '[::1]', '127.9.9.9']) {
    t.equal(decideHost(name, isolated), 'pass', name)
    matches(t, decideHost(name, shared), { refused: /leads nowhere else/ }, name)
  }
  t.equal(decideHost('testepay.homebank.kz', { ...shared, isolate: true }), 'answer')
})

t.test('a thousand hosts are counted, and those to the end, however many more are asked for', async (t) => {
  const counts = openHostCounts()
  for (let i = 0; i < 1_002; i++) counts.answered(`${i}.example`)
  counts.refused('999.example')
  counts.refused('1001.example')
  const rows = counts.rows()
  t.equal(rows.length, 1_000)
  t.strictSame(rows[0], { host: '0.example', answered: 1, refused: 0 })
  t.strictSame(rows.at(-1), { host: '999.example', answered: 1, refused: 1 })
})

t.test('the user’s own proxy is used for what passes, unless NO_PROXY says otherwise', async (t) => {
  const env = {
    HTTPS_PROXY: 'http://proxy:3128',
    http_proxy: 'proxy:8080',
    NO_PROXY: '.own.kz, db:5432, ::1',
  }
  t.equal(upstreamFor('shop.example', false, env), 'http://proxy:3128')
  t.equal(upstreamFor('shop.example', true, env), 'http://proxy:8080')
  for (const name of ['own.kz', 'a.own.kz', 'db', '[::1]'])
    t.equal(upstreamFor(name, false, env), undefined, name)
  t.equal(upstreamFor('notown.kz', false, env), 'http://proxy:3128')
  t.equal(upstreamFor('shop.example', false, { ...env, NO_PROXY: '*' }), undefined)
  t.equal(upstreamFor('shop.example', false, {}), undefined)
})

t.test(
  'NO_PROXY keeps loopback and the user’s names, and loses what would lead past the takeover',
  async (t) => {
    t.equal(noProxyOf(undefined), 'localhost,127.0.0.1,::1,.localhost')
    t.equal(noProxyOf('localhost,10.0.0.1 db'), 'localhost,127.0.0.1,::1,.localhost,10.0.0.1,db')
    for (const entry of ['*', 'kz', '.kz', '*.homebank.kz', 'epayment.kz:443', 'test-epay.homebank.kz'])
      t.equal(noProxyOf(entry), noProxyOf(''), entry)
  },
)
