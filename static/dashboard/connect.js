import { facts } from './api.js'
import { fill, h } from './dom.js'
import { copyButton } from './press.js'
import { addressesOf, snippets } from './snippets.js'
import { t } from './speech.js'

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`

/** @type {import('./app.js').View} */
export const connect = {
  title: t('Connect'),
  open(main, context) {
    const addresses = Object.entries(addressesOf(facts))
    const place = h('div', { role: 'tabpanel', id: 'snippet', 'data-testid': 'snippet', tabindex: '0' })
    const tabs = snippets.map(([name]) =>
      h(
        'button',
        {
          type: 'button',
          role: 'tab',
          class: 'sort',
          'aria-controls': 'snippet',
          onclick: () => context.go(`connect/${name}`, true),
        },
        name,
      ),
    )
    const list = h(
      'div',
      { class: 'sorts', role: 'tablist', 'aria-label': t('Language'), onkeydown: turn },
      tabs,
    )

    /** Arrows go from tab to tab. @param {any} event */
    function turn(event) {
      const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
      const at = tabs.indexOf(event.target)
      if (by === 0 || at < 0) return
      const next = tabs[(at + by + tabs.length) % tabs.length]
      next.click()
      next.focus()
    }

    fill(
      main,
      h('div', { class: 'page scroller', tabindex: '0' }, [
        h('h1', {}, t('Connect')),
        h(
          'p',
          { class: 'lead' },
          t(
            'Put these where your shop keeps the bank’s addresses. Client, secret and terminal are ' +
              'the documented ones of the test merchant.',
          ),
        ),
        h(
          'div',
          { class: 'wide' },
          h(
            'table',
            { class: 'plain stacks addresses' },
            h(
              'tbody',
              {},
              addresses.map(([name, value]) =>
                h('tr', {}, [
                  h('th', { scope: 'row' }, h('code', {}, name)),
                  h('td', {}, h('code', { class: 'breaks' }, value)),
                  h(
                    'td',
                    { class: 'number' },
                    copyButton(() => value, name),
                  ),
                ]),
              ),
            ),
          ),
        ),
        h(
          'div',
          { class: 'row' },
          copyButton(
            () => addresses.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join('\n'),
            t('the addresses'),
            t('Copy as .env'),
          ),
          copyButton(
            () => addresses.map(([name, value]) => `export ${name}=${quoted(value)}`).join('\n'),
            t('the addresses'),
            t('Copy as shell'),
          ),
        ),
        h('h2', {}, t('Snippets')),
        list,
        place,
      ]),
    )
    return {
      route([wanted = 'Node']) {
        const found = snippets.find(([name]) => name === wanted) ?? snippets[0]
        const [name, write] = /** @type {[string, (place: any) => string]} */ (found)
        for (const tab of tabs) {
          const isChosen = tab.textContent === name
          tab.setAttribute('aria-selected', String(isChosen))
          tab.tabIndex = isChosen ? 0 : -1
        }
        place.setAttribute('aria-label', name)
        const text = write(facts)
        fill(
          place,
          h(
            'div',
            { class: 'snippet' },
            copyButton(() => text, t('the {name} snippet', { name })),
            h('pre', { tabindex: '0' }, text),
          ),
        )
      },
    }
  },
}
