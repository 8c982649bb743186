import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Command } from 'commander'
import { call } from '../client/control.ts'
import { type Common, remote } from './remote.ts'
import { print, say } from './table.ts'

// What each system opens addresses with; `start` takes the first quoted word as a title, which stays empty.
const openers: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '""'],
}

const opened = async (url: string): Promise<boolean> => {
  const own = process.env.BROWSER
  const [program = '', ...args] = own ? [own] : (openers[process.platform] ?? ['xdg-open'])
  const child: ChildProcess = spawn(program, [...args, url], { stdio: 'ignore', detached: true })
  child.unref()
  return once(child, 'spawn').then(
    () => true,
    () => false,
  )
}

/** The address a browser is sent to; with the control token, which the page puts away. */
const addressOf = ({ url, workspace, token }: Common) =>
  `${url.replace(/\/$/, '')}${workspace ? `/w/${encodeURIComponent(workspace)}` : ''}/_sandbox/` +
  (token ? `?token=${encodeURIComponent(token)}` : '')

export const openCommand = (program: Command): void => {
  remote(program.command('open').description('open the dashboard in a browser (env: BROWSER)'))
    .option('--print', 'only say its address')
    .action(async (options: Common & { print?: boolean }) => {
      await call(options, 'GET', 'health')
      const url = addressOf(options)
      const isOpen = !options.print && (await opened(url))
      if (options.format === 'json') print('json', { url, opened: isOpen })
      else say(options.print || isOpen ? url : `no browser could be started here; open ${url}`)
    })
}
