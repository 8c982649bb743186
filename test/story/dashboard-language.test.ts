import t from 'tap'
import { matches } from '../matches.ts'
import { openSandbox } from '../world.ts'

const ask = async (url: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(url, { headers: { accept: 'text/html', ...headers } })
  const html = await answer.text()
  return {
    cookie: answer.headers.get('set-cookie') ?? '',
    vary: answer.headers.get('vary') ?? '',
    lang: /<html lang="(\w+)"/.exec(html)?.[1],
    heading: /<h1>([^<]+)</.exec(html)?.[1],
  }
}

t.test('the first HTML is in the language of the browser, without a script', async (t) => {
  const { url } = await openSandbox(t)
  for (const [wanted, lang, heading] of [
    ['ru-RU,ru;q=0.9,en;q=0.8', 'ru', 'Платежи'],
    ['kk', 'kk', 'Төлемдер'],
    ['de-DE,kk;q=0.4,ru;q=0.7', 'ru', 'Платежи'],
    ['ru;q=0,en', 'en', 'Payments'],
    ['de', 'en', 'Payments'],
    ['constructor, __proto__;q=x', 'en', 'Payments'],
  ] as const)
    matches(t, await ask(`${url}/_sandbox/`, { 'accept-language': wanted }), { lang, heading }, wanted)
  matches(t, await ask(`${url}/_sandbox/`), { lang: 'en', vary: /accept-language/i })
})

t.test('the switch wins over the browser, and is remembered', async (t) => {
  const { url } = await openSandbox(t)
  const russian = { 'accept-language': 'ru' }
  const chosen = await ask(`${url}/_sandbox/?lang=kaz`, russian)
  matches(t, chosen, { lang: 'kk', cookie: /^epay_sandbox_lang=kaz; Path=\/; .*SameSite=Lax/ })
  const cookie = chosen.cookie.split(';')[0] ?? ''
  matches(t, await ask(`${url}/_sandbox/`, { ...russian, cookie: `a=b; ${cookie}` }), {
    lang: 'kk',
    cookie: '',
  })
  matches(t, await ask(`${url}/_sandbox/?lang=elvish`, russian), { lang: 'ru', cookie: '' })
})
