import type { CardKey } from '../../ports.ts'
import type { Workspace } from '../../workspace/workspaces.ts'
import type { Answer } from '../answer/refusal.ts'

/** One request to the bank, read by its row of the table. */
export interface Asked<Fields> {
  workspace: Workspace
  fields: Fields
  query: Record<string, unknown>
  unknownFields: string[]
  accessToken: string
  params: Record<string, string>
  ip: string
  /** `x-homebank-auth`: somebody has signed in to HalykID. */
  signedIn: boolean
  /** Where the asker reached this workspace: scheme, host and prefix. */
  base(): string
  key: CardKey
}

export type Handler<Fields = unknown> = (asked: Asked<Fields>) => Promise<Answer>
