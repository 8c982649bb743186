import type { Command } from 'commander'
import { systemClock } from '../adapters/clock/system.ts'
import type { Target } from '../client/transport.ts'
import { placeOptions } from './remote.ts'

const help = `
It speaks the Model Context Protocol over stdin and stdout. For most agents:
  { "mcpServers": { "epay": { "command": "npx", "args": ["epay-sandbox", "mcp", "--allow-changes"] } } }

Without --allow-changes every tool is listed, and those that change something answer how to allow it.`

interface Flags extends Target {
  allowChanges?: boolean
}

export const mcpCommand = (program: Command): void => {
  placeOptions(
    program
      .command('mcp')
      .description('tools, documents and tasks for a coding agent, over stdin and stdout'),
  )
    .option('--allow-changes', 'payments, rules, clock, starting a sandbox and certify too')
    .addHelpText('after', help)
    .action(async ({ allowChanges = false, url, workspace, token }: Flags) => {
      const [{ serveMcp }, { openSession }] = await Promise.all([
        import('../mcp/serve.ts'),
        import('../mcp/session.ts'),
      ])
      const target = {
        url: url.replace(/\/$/, ''),
        ...(workspace ? { workspace } : {}),
        ...(token ? { token } : {}),
      }
      // Whatever was started goes with us: a shop under test, too.
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
      await serveMcp({ session: openSession({ allowChanges, target }), now: systemClock().now })
      process.exit()
    })
}
