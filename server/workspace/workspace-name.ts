import { holdsSecret } from '../../contracts/mask.ts'

const wellFormed = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/

/** Names stand in logs, labels and addresses: one that holds a card number or a token is none. */
export const isWorkspaceName = (name: string): boolean => wellFormed.test(name) && !holdsSecret(name)
