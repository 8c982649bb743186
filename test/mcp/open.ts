import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { plain } from '../plain.ts'

const cli = fileURLToPath(new URL('../../server/cli.ts', import.meta.url))
const sources = [process.execPath, '--disable-warning=ExperimentalWarning', cli]

interface Said {
  content: { type: string; text: string }[]
  isError?: boolean
}

export interface Agent {
  client: Client
  /** The answer of a tool, read. */
  call<T = Record<string, unknown>>(tool: string, given?: object): Promise<T>
  /** What a tool says when it cannot do it. */
  refusal(tool: string, given?: object): Promise<string>
}

/** A coding agent, as far as the protocol goes: the SDK's own client with `epay-sandbox mcp` as its child. */
export const openAgent = async (
  t: { teardown(run: () => unknown): void },
  args: string[],
  { program = sources, cwd }: { program?: string[]; cwd?: string } = {},
): Promise<Agent> => {
  const [command = '', ...rest] = plain([...program, 'mcp', ...args])
  const client = new Client({ name: 'test', version: '1' })
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(EPAY_|NODE_OPTIONS|TAP)/.test(name)),
  ) as Record<string, string>
  await client.connect(new StdioClientTransport({ command, args: rest, env, ...(cwd ? { cwd } : {}) }))
  t.teardown(() => client.close())
  const ask = async (name: string, given: object) => {
    const limit = { timeout: 120_000 }
    return (await client.callTool({ name, arguments: { ...given } }, limit)) as unknown as Said
  }
  const textOf = ({ content }: Said) => content.map(({ text }) => text).join('')
  return {
    client,
    async call<T>(tool: string, given: object = {}) {
      const said = await ask(tool, given)
      if (said.isError) throw new Error(`${tool}: ${textOf(said)}`)
      return JSON.parse(textOf(said)) as T
    },
    async refusal(tool, given = {}) {
      const said = await ask(tool, given)
      if (!said.isError) throw new Error(`${tool} did it: ${textOf(said)}`)
      return textOf(said)
    },
  }
}
