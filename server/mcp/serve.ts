import type { CallToolResult, McpServer } from '@modelcontextprotocol/server'
import { CheckFailed, ConfigError, NoVerdict, StartError, Unreachable, UsageError } from '../errors.ts'
import { printableLines } from '../redaction/printable.ts'
import { version } from '../version.ts'
import { bounded } from './bounded.ts'
import { prompts } from './prompts.ts'
import { resources } from './resources.ts'
import { toStandard } from './standard-schema.ts'
import { mustBeAllowed, type Surroundings, type Tool } from './tool.ts'
import { tools } from './tools.ts'

const instructions =
  "epay-sandbox stands in for Halyk Bank's ePay. Begin with the tool sandbox. Read epay-sandbox://skill before you " +
  'write an integration, and ask search_reference instead of guessing. No real card is ever needed.'

const sayable = [CheckFailed, ConfigError, NoVerdict, StartError, Unreachable, UsageError]

const answer = (text: string, isError = false): CallToolResult => ({
  content: [{ type: 'text', text }],
  ...(isError ? { isError } : {}),
})

/** What is wrong is told to the agent in words; a bug of ours without its stack. */
const trouble = (error: unknown): CallToolResult => {
  const isKnown = sayable.some((kind) => error instanceof kind)
  const message = error instanceof Error ? error.message : String(error)
  if (!isKnown)
    process.stderr.write(printableLines(`epay-sandbox: ${error instanceof Error ? error.stack : message}\n`))
  return answer(bounded(isKnown ? message : `a fault of epay-sandbox: ${message}`), true)
}

const call = async (tool: Tool, surroundings: Surroundings, input: Record<string, unknown>) => {
  try {
    if (tool.changes) mustBeAllowed(`the tool ${tool.name}`, surroundings.session)
    return answer(bounded(await tool.run(surroundings, input)))
  } catch (error) {
    return trouble(error)
  }
}

const addTools = (server: McpServer, surroundings: Surroundings) => {
  for (const tool of tools) {
    const { name, title, description, changes } = tool
    const annotations = { readOnlyHint: !changes, destructiveHint: false, openWorldHint: false }
    server.registerTool(
      name,
      { title, description, inputSchema: toStandard(tool.input), annotations },
      (input) => call(tool, surroundings, input),
    )
  }
}

const addResources = (server: McpServer) => {
  for (const { uri, title, description, mimeType, read } of resources()) {
    server.registerResource(title, uri, { title, description, mimeType }, async () => ({
      contents: [{ uri, mimeType, text: await read() }],
    }))
  }
}

const addPrompts = (server: McpServer) => {
  for (const { name, title, description, input, say } of prompts) {
    server.registerPrompt(name, { title, description, argsSchema: toStandard(input) }, (given) => ({
      messages: [
        { role: 'user', content: { type: 'text', text: say(given as Record<string, string | undefined>) } },
      ],
    }))
  }
}

/** The SDK comes with the package; in a clone it is one of the packages for development. */
const loadSdk = async () => {
  try {
    const [{ McpServer }, { serveStdio }] = await Promise.all([
      import('@modelcontextprotocol/server'),
      import('@modelcontextprotocol/server/stdio'),
    ])
    return { McpServer, serveStdio }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new StartError(`${(error as Error).message}: run npm ci, or use the published package`)
  }
}

/** Over stdin and stdout, until the other side closes. */
export const serveMcp = async (surroundings: Surroundings): Promise<void> => {
  const { McpServer, serveStdio } = await loadSdk()
  const ended = new Promise((resolve) => process.stdin.once('end', resolve))
  serveStdio(() => {
    const server = new McpServer({ name: 'epay-sandbox', version }, { instructions })
    addTools(server, surroundings)
    addResources(server)
    addPrompts(server)
    return server
  })
  await ended
  await surroundings.session.close()
}
