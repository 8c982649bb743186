import type { Case } from '../case.ts'

export const getAndHead: Case = {
  name: 'get-and-head',
  promise: 'GET and HEAD on the endpoint pay nothing and break nothing.',
  why: 'Link previews, monitors and curious people open every address; its parameters may be anything.',
  fix: 'Take postlinks by POST alone and answer 405 or 404 to everything else.',
  catches: ['settles-on-get'],
  async run(trial) {
    const order = await trial.order()
    const declined = await trial.declineUnheard(order)
    const lie = trial.lieOf(declined)
    const query = new URLSearchParams(
      Object.entries(lie).map(([name, value]): [string, string] => [name, String(value)]),
    )
    const manner = { contentType: 'none', text: undefined, body: undefined }
    for (const method of ['GET', 'HEAD']) {
      trial.expectCalm(await trial.deliver(declined, lie, { ...manner, method, about: method }))
      const url = `${trial.addressOf(declined)}?${query}`
      const about = `${method} with the fields in the query`
      trial.expectCalm(await trial.deliver(declined, lie, { ...manner, method, url, about }))
    }
    await trial.expectUnpaid(order)
  },
}
