import { createAlarms } from './alarms.js'
import { call } from './api.js'
import { fill, h } from './dom.js'
import { button, createTrouble, say } from './press.js'
import { t, tn } from './speech.js'
import { clockTime, dayTime } from './text.js'

/** @type {[string, string][]} */
const steps = [
  [t('+1 min'), 'PT1M'],
  [t('+5 min'), 'PT5M'],
  [t('+30 min'), 'PT30M'],
  [t('+2 h'), 'PT2H'],
  [t('+12 h'), 'PT12H'],
  [t('+1 day'), 'P1D'],
  [t('+7 days'), 'P7D'],
]

/** @type {import('./app.js').View} */
export const clock = {
  title: t('Clock'),
  open(main, context) {
    const { model } = context
    const trouble = createTrouble()
    const fired = h('div', { 'data-testid': 'fired' })
    const face = h('p', { class: 'clock-face', 'data-testid': 'clock-face' })
    const mode = h('p', { class: 'soft' })
    const alarms = createAlarms(context)
    const duration = h('input', {
      name: 'duration',
      id: 'duration',
      'aria-describedby': 'duration-hint',
      placeholder: 'PT2H',
      autocomplete: 'off',
      'data-testid': 'duration',
    })
    const instant = h('input', {
      type: 'datetime-local',
      name: 'instant',
      id: 'instant',
      'aria-describedby': 'instant-hint',
      step: '1',
      'data-testid': 'instant',
    })

    /** @param {any} order */
    const move = async (order) => {
      trouble.clear()
      const result = await call('POST', 'clock', order)
      const rang =
        result.fired.length === 0
          ? t('Nothing was due.')
          : tn(result.fired.length, '{n} alarm rang:', '{n} alarms rang:')
      const lines = result.fired
        .slice(0, 30)
        .map((/** @type {any} */ { what, at }) =>
          h('li', {}, h('span', { class: 'mono soft' }, dayTime(Date.parse(at))), ` ${what}`),
        )
      fill(fired, h('div', { class: 'card' }, h('p', {}, rang), h('ul', {}, lines)))
      say(t('The clock shows {time}', { time: clockTime(Date.parse(result.now)) }))
    }
    const form = (
      /** @type {string} */ label,
      /** @type {any} */ field,
      /** @type {string} */ name,
      /** @type {() => any} */ order,
      hint = '',
    ) =>
      h(
        'form',
        {
          class: 'stack-tight',
          onsubmit: (/** @type {any} */ event) => {
            event.preventDefault()
            move(order()).catch(trouble.tell)
          },
        },
        [
          h('label', { class: 'field', for: field.name }, label),
          h('div', { class: 'with-button' }, field, h('button', { class: 'button' }, name)),
          hint && h('small', { class: 'soft', id: `${field.name}-hint` }, hint),
        ],
      )

    fill(
      main,
      h('div', { class: 'page scroller', tabindex: '0' }, [
        h('h1', {}, t('Clock')),
        h(
          'p',
          { class: 'lead' },
          t(
            'Tokens expire, pages time out, holds lapse and postlinks come again by this clock. Move ' +
              'it, and all of that happens at once.',
          ),
        ),
        h('div', { class: 'card' }, face, mode),
        h(
          'div',
          { class: 'row' },
          steps.map(([name, advance]) => button(name, () => move({ advance }))),
        ),
        h('div', { class: 'card clock-forms' }, [
          form(
            t('Advance by'),
            duration,
            t('Advance'),
            () => ({ advance: duration.value.trim() }),
            t('ISO 8601: PT90S, PT2H, P1DT30M'),
          ),
          form(
            t('Set to'),
            instant,
            t('Set'),
            () => ({
              set: instant.value && `${instant.value}${instant.value.length === 16 ? ':00' : ''}+05:00`,
            }),
            t('the time in Kazakhstan, +05:00'),
          ),
          h('div', { class: 'row' }, [
            button(t('Freeze here'), () => move({ advance: 'PT0S' })),
            button(t('Back to real time'), () => move({ mode: 'system' })),
          ]),
        ]),
        trouble.place,
        fired,
        h('h2', {}, t('Waiting for their time')),
        alarms.element,
      ]),
    )

    const tick = () => {
      face.textContent = `${dayTime(context.now())} +05:00`
    }
    const timer = setInterval(tick, 500)
    return {
      update() {
        tick()
        mode.textContent =
          model.clock.mode === 'system' ? t('Real time.') : t('Stands still until you move it.')
        alarms.update()
      },
      close() {
        clearInterval(timer)
        alarms.close()
      },
    }
  },
}
