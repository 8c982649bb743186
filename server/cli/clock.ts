import type { Command } from 'commander'
import { call } from '../client/control.ts'
import { type Common, reading, remote } from './remote.ts'
import { type Column, print, say } from './table.ts'

interface ClockAnswer {
  mode: string
  now: string
  fired?: { what: string; id: string; at: string }[]
}

const firedColumns: Column<NonNullable<ClockAnswer['fired']>[number]>[] = [
  ['at', ({ at }) => at],
  ['what', ({ what }) => what],
  ['id', ({ id }) => id],
]

const show = ({ format }: Common, clock: ClockAnswer) => {
  if (format === 'json') return print('json', clock)
  say(`${clock.mode}  ${clock.now}`)
  if (clock.fired?.length) print('text', {}, firedColumns, clock.fired)
}

const examples = `
Examples:
  epay-sandbox clock advance 2h          tokens and pages expire, postlinks are retried, in order
  epay-sandbox clock set 2025-02-12T09:42:51+05:00
  epay-sandbox clock system              back to real time`

export const clockCommand = (program: Command): void => {
  const clock = program
    .command('clock')
    .description("the workspace's clock: look at it, move it, let it run")
    .addHelpText('after', examples)
  const move = (options: Common, order: object) => call<ClockAnswer>(options, 'POST', 'clock', order)

  reading(clock.command('show', { isDefault: true }).description('mode and time')).action(
    async (options: Common) => show(options, await call<ClockAnswer>(options, 'GET', 'clock')),
  )
  remote(
    clock
      .command('advance <duration>')
      .description('go forward by a duration such as 2h, 1d30m or PT2H, and list what fell due'),
  ).action(async (advance: string, options: Common) => show(options, await move(options, { advance })))
  remote(
    clock.command('set <instant>').description('stand still at an ISO 8601 instant with an offset'),
  ).action(async (set: string, options: Common) => show(options, await move(options, { set })))
  remote(clock.command('system').description('follow real time')).action(async (options: Common) =>
    show(options, await move(options, { mode: 'system' })),
  )
}
