import { provenanceOf } from './fields.ts'
import { messages, ownFieldsOf } from './messages.ts'
import { tellProvenance } from './provenance.ts'

/** How well each field of each message is known, by its path: beside schemas that hold standard keywords alone. */
export const toProvenanceFile = () =>
  Object.fromEntries(
    Object.entries(messages).map(([name, message]) => [
      name,
      Object.fromEntries(
        ownFieldsOf(message).flatMap((field) => {
          const known = provenanceOf(field)
          return known ? [[field.path, tellProvenance(known)]] : []
        }),
      ),
    ]),
  )
