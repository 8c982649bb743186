import { call, facts, tokenQuery } from './api.js'
import { fill, h } from './dom.js'
import { button, confirm, createTrouble, say, sayProblem } from './press.js'
import { rich, t } from './speech.js'
import { dayTime } from './text.js'

// From /_sandbox/ one step up, from /w/<name>/_sandbox/ three.
const root =
  facts.workspace === 'default' && !/\/w\/[^/]+\/_sandbox\/$/.test(location.pathname) ? '../' : '../../../'

/** What the calls of a workspace begin with. @param {string} name */
export const pathOf = (name) => `${root}${name === 'default' ? '' : `w/${name}/`}_sandbox/`

/** @param {string} name */
export const addressOf = (name) => `${pathOf(name)}${tokenQuery}`

/** @param {any} clock */
const clockText = ({ mode, now }) =>
  mode === 'system' ? t('real time') : t('stands at {time}', { time: dayTime(Date.parse(now)) })

/** @type {import('./app.js').View} */
export const workspaces = {
  title: t('Workspaces'),
  open(main) {
    const list = h('ul', { class: 'stack', 'data-testid': 'workspaces' })
    const trouble = createTrouble()
    const refresh = async () => {
      const found = await call('GET', 'workspaces')
      fill(list, found.workspaces.map(cardOf))
    }
    /** @param {any} workspace */
    const cardOf = ({ name, seed, cards, clock }) => {
      const isHere = name === facts.workspace
      const remove = () =>
        confirm(
          t('Delete {name}?', { name }),
          t('Its payments, rules and settings go with it.'),
          t('Delete'),
          async () => {
            await call('DELETE', `workspaces/${name}`)
            await refresh()
          },
        )
      return h(
        'li',
        { class: 'card', 'data-workspace': name },
        h('div', { class: 'row' }, [
          h('div', { class: 'grow' }, [
            h('h2', {}, isHere ? name : h('a', { href: addressOf(name) }, name)),
            h(
              'p',
              { class: 'soft' },
              t('seed {seed}, cards of {year}, {clock}', { seed, year: cards, clock: clockText(clock) }),
            ),
          ]),
          isHere && h('span', { class: 'badge', 'data-tone': 'good' }, t('you are here')),
          !isHere &&
            name !== 'default' &&
            button(t('Delete'), remove, { 'aria-label': t('Delete {name}', { name }) }),
        ]),
      )
    }
    const form = h(
      'form',
      {
        class: 'stack',
        onsubmit: async (/** @type {any} */ event) => {
          event.preventDefault()
          trouble.clear()
          const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''))
          const { name, ...settings } = given
          try {
            await call('PUT', `workspaces/${encodeURIComponent(String(name))}`, settings)
            say(t('Workspace {name} is there', { name }))
            form.reset()
            await refresh()
          } catch (error) {
            trouble.tell(error)
          }
        },
      },
      [
        h('div', { class: 'fields' }, [
          h(
            'label',
            { class: 'field' },
            t('Name'),
            h('input', { name: 'name', required: true, autocomplete: 'off', placeholder: 'checkout-tests' }),
          ),
          h(
            'label',
            { class: 'field' },
            t('Seed'),
            h('input', { name: 'seed', autocomplete: 'off' }),
            h('small', {}, t('the same seed, the same ids')),
          ),
          h(
            'label',
            { class: 'field' },
            t('Clock'),
            h('input', { name: 'clock', autocomplete: 'off', placeholder: '2025-02-12T09:42:51+05:00' }),
          ),
          h(
            'label',
            { class: 'field' },
            t('Dialect'),
            h(
              'select',
              { name: 'dialect' },
              ['', 'documented', 'observed'].map((value) =>
                h('option', { value }, value || t('as the server')),
              ),
            ),
          ),
        ]),
        trouble.place,
        h('button', { class: 'button', 'data-testid': 'create-workspace' }, t('Create')),
      ],
    )
    refresh().catch(sayProblem)
    fill(
      main,
      h('div', { class: 'page scroller', tabindex: '0' }, [
        h('h1', {}, t('Workspaces')),
        h(
          'p',
          { class: 'lead' },
          rich(
            'Each is a sandbox of its own behind the same port: payments, rules, clock and settings. ' +
              'Any address under {path} makes one at its first use; give one to each parallel test.',
            { path: h('code', {}, '/w/<name>/') },
          ),
        ),
        list,
        h('h2', {}, t('New workspace')),
        h('div', { class: 'card' }, form),
      ]),
    )
    return {}
  },
}
