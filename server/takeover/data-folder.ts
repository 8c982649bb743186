import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where a user's programs keep what outlives them, as each system has it. */
export const dataFolder = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string => {
  if (env.XDG_DATA_HOME) return join(env.XDG_DATA_HOME, 'epay-sandbox')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData/Local'), 'epay-sandbox')
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support/epay-sandbox')
  return join(homedir(), '.local/share/epay-sandbox')
}
