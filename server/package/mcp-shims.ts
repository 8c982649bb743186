// What the SDK of the Model Context Protocol takes from its platform, in the package: the lighter of its validators.
// Ours check every tool's input (server/mcp/standard-schema.ts); the other one is a second ajv of 290 KB.
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/server/validators/cf-worker'

export { default as process } from 'node:process'
export { CfWorkerJsonSchemaValidator as DefaultJsonSchemaValidator }
