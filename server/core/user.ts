import type { User } from '../../contracts/merchant.ts'
import type { State } from './state.ts'
import { isSame } from './terminal.ts'

/** Who signs in to a merchant's cabinet: nobody, when name or password is another. */
export const userOf = ({ world }: State, name: string, password: string): User | undefined => {
  const user = world.users.find((known) => known.name.toLowerCase() === name.trim().toLowerCase())
  return user && isSame(user.password, password) ? user : undefined
}
