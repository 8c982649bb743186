import type { Case } from '../case.ts'
import { oddButTrue } from '../promise.ts'

const description = 'Шай, қант, нан және өрік: «ӘҒҚҢӨҰҮҺІ» 1 000 ₸'
const escaped = (text: string) =>
  text.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)

export const kazakhLetters: Case = {
  name: 'kazakh-letters',
  promise: 'A description in Kazakh letters is read, in UTF-8 and in \\u escapes.',
  why: 'A letter of two bytes makes the body longer in bytes than in characters.',
  fix: 'Read Content-Length bytes, then decode them as UTF-8; never count characters.',
  catches: ['counts-characters'],
  async run(trial) {
    await oddButTrue(trial, (body) => ({
      body: { ...body, description, name: 'ӘЛІЯ ҚҰРМАНҒАЛИ' },
      manner: { about: 'Kazakh letters in UTF-8' },
    }))
    await oddButTrue(trial, (body) => ({
      manner: { text: escaped(JSON.stringify({ ...body, description })), about: 'the same in \\u escapes' },
    }))
  },
}
