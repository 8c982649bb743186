import { cardsCommand } from './cards.ts'
import { certifyCommand } from './certify.ts'
import { clockCommand } from './clock.ts'
import { codesCommand } from './codes.ts'
import { completionCommand } from './completion.ts'
import { coverageCommand } from './coverage.ts'
import { doctorCommand } from './doctor.ts'
import { driftCommand } from './drift.ts'
import { evidenceCommand } from './evidence.ts'
import { envCommand, execCommand } from './exec.ts'
import { logsCommand } from './logs.ts'
import { markCommand } from './mark.ts'
import { mcpCommand } from './mcp.ts'
import { openCommand } from './open.ts'
import { operateCommands } from './operate.ts'
import { paymentsCommand } from './payments.ts'
import { postlinksCommand } from './postlinks.ts'
import { recordCommand } from './record.ts'
import { rehearseCommand } from './rehearse.ts'
import { replayCommand } from './replay.ts'
import { requestsCommand } from './requests.ts'
import { resetCommand } from './reset.ts'
import { rulesCommand } from './rules.ts'
import { scenarioCommand } from './scenario.ts'
import { settlementsCommand } from './settlements.ts'
import { startCommand } from './start.ts'
import { triggerCommand } from './trigger.ts'
import { verifyCommand } from './verify.ts'
import { workspacesCommand } from './workspaces.ts'

/** In the order of --help. */
export const commands = [
  startCommand,
  execCommand,
  envCommand,
  codesCommand,
  cardsCommand,
  paymentsCommand,
  settlementsCommand,
  operateCommands,
  postlinksCommand,
  requestsCommand,
  logsCommand,
  rulesCommand,
  triggerCommand,
  scenarioCommand,
  replayCommand,
  certifyCommand,
  coverageCommand,
  clockCommand,
  markCommand,
  resetCommand,
  workspacesCommand,
  doctorCommand,
  verifyCommand,
  recordCommand,
  driftCommand,
  evidenceCommand,
  rehearseCommand,
  mcpCommand,
  openCommand,
  completionCommand,
]
