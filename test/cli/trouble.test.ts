import t from 'tap'
import { stoppedLine, tellTrouble } from '../../server/cli/trouble.ts'
import { toConfig } from '../../server/config.ts'
import { Busy, JournalError } from '../../server/ports.ts'
import { matches } from '../matches.ts'

const facts = { request: 'abc-1', method: 'POST', path: '/oauth2/token', workspace: 'mine' }

const openLog = (format: 'text' | 'json') => {
  const written: string[] = []
  return { written, ...tellTrouble(format, (text) => void written.push(text)) }
}

t.test('a fault is told with the request it spoiled, and with its stack', async (t) => {
  const { written, onFault } = openLog('text')
  onFault(new Error('broken'), facts)
  onFault(new Error('broken too'))
  matches(t, written, [
    /^epay-sandbox: fault \(request abc-1, POST \/oauth2\/token, workspace mine\): Error: broken\n {4}at /,
    /^epay-sandbox: fault: Error: broken too\n {4}at /,
  ])
})

t.test('in JSON it is one object on one line', async (t) => {
  const { written, onFault } = openLog('json')
  onFault(new Error('broken'), facts)
  matches(t, written, [/^[^\n]+\n$/])
  matches(t, JSON.parse(written[0] as string), {
    event: 'fault',
    ...facts,
    message: 'broken',
    stack: /\n {4}at /,
  })
})

t.test('a request turned away is told the first time, the tenth, the hundredth, …', async (t) => {
  const { written, onTurnedAway } = openLog('text')
  // Each has words of its own, and is one of the same kind.
  const full = (i: number) => new Busy('workspaces', `workspace ${i} cannot be opened`)
  for (let i = 1; i <= 1234; i++) onTurnedAway(full(i), { ...facts, request: `abc-${i}` })
  onTurnedAway(new JournalError('the journal is away'), facts)
  const place = (i: number) => `request abc-${i}, POST /oauth2/token, workspace mine`
  t.same(written, [
    `epay-sandbox: turned away: workspace 1 cannot be opened (for the first time; ${place(1)})\n`,
    ...[10, 100, 1000].map(
      (i) => `epay-sandbox: turned away: workspace ${i} cannot be opened (${i} times so far; ${place(i)})\n`,
    ),
    `epay-sandbox: turned away: the journal is away (for the first time; ${place(1)})\n`,
  ])
})

t.test('in JSON with the same facts', async (t) => {
  const { written, onTurnedAway } = openLog('json')
  onTurnedAway(new JournalError('the journal is away'), facts)
  const event = { event: 'turned away', ...facts, message: 'the journal is away', times: 1 }
  t.same(
    written.map((line) => JSON.parse(line)),
    [event],
  )
})

t.test('the last word says what is still owed, and whether it is kept', async (t) => {
  const line = (owed: number, given: object) => stoppedLine({ owed }, toConfig(given))
  t.equal(line(0, {}), '')
  t.equal(
    line(1, {}),
    'epay-sandbox: stopped, 1 postlink still owed: lost with the memory; --journal <file> would have kept them\n',
  )
  t.equal(
    line(2, { journal: 'j.sqlite' }),
    'epay-sandbox: stopped, 2 postlinks still owed: the next start on this journal sends them\n',
  )
  t.same(JSON.parse(line(0, { format: 'json' })), { event: 'stopped', owed: 0, kept: false })
})
