import type { Case } from '../case.ts'
import { oddButTrue } from '../promise.ts'

export const fourByteLetters: Case = {
  name: 'four-byte-letters',
  promise: 'Emoji and other letters of four bytes are read and kept.',
  why: 'MySQL’s utf8 keeps three bytes of a letter: an emoji in a description makes the INSERT fail.',
  fix: 'Use utf8mb4, or do not store what you do not need.',
  catches: ['counts-characters', 'keeps-three-bytes'],
  run: (trial) =>
    oddButTrue(trial, (body) => ({
      body: { ...body, description: 'Шай 🍵 𝒯ea', name: 'ӘЛІЯ 😀' },
      manner: { about: 'letters of four bytes' },
    })),
}
